"""Records what a person does in a browser's windows.

This stands on what Playwright keeps for its own tools (``_start_recording``): another version may have it otherwise,
and then says so. Nothing else of ours does.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, suppress
from dataclasses import replace
from importlib.metadata import version
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Error, Page, Request

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.browser.finding import find
from legacy_adapters.sources.screen.browser.hosts import Hosts, host_of
from legacy_adapters.sources.screen.browser.launching import Launch, is_root, launched
from legacy_adapters.sources.screen.browser.looking import look_at
from legacy_adapters.sources.screen.browser.loop_thread import LoopThread
from legacy_adapters.sources.screen.browser.playwright_errors import translated
from legacy_adapters.sources.screen.browser.scratch import scratch_folder
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from legacy_adapters.sources.screen.drafting.actions import Act, Look, Recorded, act_of
from legacy_adapters.sources.screen.drafting.watching import Watching

Attend: TypeAlias = Callable[[Page], Awaitable[None]]
"""Does something in the window in a person's place."""

_BETWEEN_LOOKS: Final = 1.0
_SETTLES: Final = 0.05
_ASKING: Final = 0.25
_TOLD_WITHIN: Final = 2.0
"""Playwright tells of a click only once it is sure that it is no double one; then the next may have been made."""
_TESTED_WITH: Final = "1.65"
_MATTERS: Final = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})


def recorded(
    url: str,
    settings: BrowserSettings,
    watching: Watching,
    *,
    ready: Callable[[Sequence[str]], None],
    attend: Attend | None,
) -> Recorded:
    """See ``opening.record``."""
    host_of(url)
    if not settings.headless:
        _check_display(os.environ)
    program = find(settings.path, whole=not settings.headless)
    # A person may go wherever the login leads, such as to another host that logs in for all.
    launch = Launch.of(settings, Hosts(("*",)), root=is_root())
    with ExitStack() as outside:
        folder = outside.enter_context(scratch_folder())
        thread = LoopThread(expected=lambda error: isinstance(error, Error))
        outside.callback(thread.stop)
        inside = AsyncExitStack()
        browser = thread.wait(inside.enter_async_context(launched(program, launch, settings, folder)))
        outside.callback(lambda: thread.wait(inside.aclose()))
        recorder = _Recorder(url, watching)
        page = thread.wait(recorder.begin(browser.new_context, headless=settings.headless))
        browser.on("disconnected", lambda _: recorder.ended.set())
        with suppress(KeyboardInterrupt):
            ready(launch.notes)
            if attend is not None:
                thread.wait(_attended(attend, page))
            # In pieces, as Windows notices Ctrl-C only between them.
            while not recorder.ended.wait(_ASKING):
                pass
        thread.wait(recorder.finish())
        return recorder.recorded()


def _check_display(environment: Mapping[str, str]) -> None:
    if sys.platform.startswith("linux") and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        raise ConfigError(
            "there is no display to open a window on",
            where="DISPLAY",
            hint="Do this on a machine with a desktop, and take the recipe over; or connect with `ssh -X`.",
        )


async def _attended(attend: Attend, page: Page) -> None:
    await attend(page)


class _Recorder:
    """Keeps what is done and seen. All but ``ended`` belongs to the browser's thread while that runs."""

    def __init__(self, url: str, watching: Watching) -> None:
        self.ended = threading.Event()
        self._url = url
        self._watching = watching
        self._acts: list[Act] = []
        self._looks: list[Look] = []
        self._windows: dict[str, int] = {}
        self._passwords: dict[str, str] = {}
        self._hosts: dict[str, None] = {}
        self._pressed: list[tuple[str, float, str]] = []
        self._stir = asyncio.Event()
        self._page: Page | None = None
        self._context: BrowserContext | None = None
        self._task: asyncio.Task[None] | None = None

    async def begin(self, new_context: Callable[..., Awaitable[BrowserContext]], *, headless: bool) -> Page:
        """Opens the window at the address, recorded. Raises ``ConfigError`` where Playwright cannot, ``Unavailable``
        for a page that cannot be reached."""
        context = self._context = await new_context(no_viewport=not headless or None, service_workers="block")
        if not headless:
            # With somebody who listens, Playwright leaves dialogs to the person.
            context.on("dialog", lambda _: None)
        await context.expose_binding("legacyAdaptersReport", self._reported)
        await context.add_init_script(self._watching.script)
        context.on("page", self._opened)
        context.on("request", self._asked)
        await self._start(context)
        page = await context.new_page()
        try:
            await page.goto(self._url, wait_until="domcontentloaded")
        except Error as error:
            raise translated(error, where=f"open {self._url}", url=self._url, connected=True) from None
        self._task = asyncio.create_task(self._watch())
        return page

    async def finish(self) -> None:
        """Ends the recording with a last look."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        await self._look()

    def recorded(self) -> Recorded:
        """What was done and seen so far."""
        own = host_of(self._url)
        passwords = frozenset(filter(None, self._passwords.values()))
        for password in passwords:
            KNOWN.add(password)
        hosts = tuple(host for host in self._hosts if host != own)
        return Recorded(self._url, tuple(self._acts), tuple(self._looks), passwords, hosts)

    async def _start(self, context: BrowserContext) -> None:
        inner = getattr(context, "_impl_obj", None)
        start = getattr(inner, "_start_recording", None)
        if start is None:
            raise ConfigError(
                f"Playwright {version('playwright')} cannot record in the way that is known here",
                where="screen open",
                hint=f'Install one that can: pip install "playwright=={_TESTED_WITH}.*". Recipes run with any.',
            )
        await start({"language": "jsonl"}, self)

    # These three are called by Playwright, with pages of its own kind.

    def action_added(self, page: Any, data: Mapping[str, Any], _code: str) -> None:
        """Something was done."""
        guid = _guid_of(page)
        act = act_of(data, len(self._acts) + 1, self._window(guid))
        if act is None:
            return
        if act.kind in {"click", "check", "uncheck"}:
            act = replace(act, hover=self._hovered(guid))
        self._acts.append(act)
        self._current(guid)

    def action_updated(self, page: Any, data: Mapping[str, Any], code: str) -> None:
        """The last thing goes on: another letter was typed, a click became a double one."""
        last = self._acts[-1] if self._acts else None
        act = act_of(data, last.number if last else 1, self._window(_guid_of(page)))
        if last is None or act is None or (act.kind, act.selector) != (last.kind, last.selector):
            self.action_added(page, data, code)
            return
        self._acts[-1] = replace(act, hover=last.hover, opens=last.opens, downloads=last.downloads, asks=last.asks)
        self._stir.set()

    def signal_added(self, _page: Any, data: Mapping[str, Any], _code: str) -> None:
        """The last thing had a consequence."""
        if not self._acts:
            return
        match data.get("name"):
            case "popup":
                window = self._window(str(data.get("popupPageGuid")))
                self._acts[-1] = replace(self._acts[-1], opens=window)
            case "download":
                self._acts[-1] = replace(self._acts[-1], downloads=True)
            case "dialog":
                self._acts[-1] = replace(self._acts[-1], asks=True)

    def _reported(self, source: Mapping[str, Any], what: Mapping[str, Any]) -> None:
        if "password" in what:
            self._passwords[str(what["field"])] = str(what["password"])
        else:
            self._pressed.append((_guid(source["page"]), time.monotonic(), str(what.get("hover", ""))))

    def _hovered(self, guid: str) -> str:
        """What the mouse had to be on for the click that Playwright tells of now, some time after it."""
        since = time.monotonic() - _TOLD_WITHIN
        mine = [each for each in self._pressed if each[0] == guid and each[1] >= since]
        self._pressed = [each for each in self._pressed if each[0] != guid] + mine[1:]
        return mine[0][2] if mine else ""

    def _asked(self, request: Request) -> None:
        host = (urlsplit(request.url).hostname or "").lower()
        if host and request.resource_type in _MATTERS:
            self._hosts[host] = None

    def _opened(self, page: Page) -> None:
        self._page = page
        self._window(_guid(page))
        page.on("close", self._closed)
        page.on("framenavigated", lambda _: self._stir.set())
        page.on("load", lambda _: self._stir.set())

    def _closed(self, _page: Page) -> None:
        if self._context is None or not self._context.pages:
            self.ended.set()
        else:
            self._page = self._context.pages[-1]

    def _current(self, guid: str) -> None:
        pages = self._context.pages if self._context else []
        self._page = next((page for page in pages if _guid(page) == guid), self._page)
        self._stir.set()

    def _window(self, guid: str) -> int:
        return self._windows.setdefault(guid, len(self._windows))

    async def _watch(self) -> None:
        while True:
            self._stir.clear()
            await self._look()
            with suppress(TimeoutError):
                async with asyncio.timeout(_BETWEEN_LOOKS):
                    await self._stir.wait()
            await asyncio.sleep(_SETTLES)

    async def _look(self) -> None:
        page = self._page
        if page is None or page.is_closed():
            return
        look = await look_at(page, len(self._acts), self._window(_guid(page)), self._watching.cells)
        if look is None or look.after != len(self._acts):
            return
        before = self._looks[-1] if self._looks else None
        if before and (before.after, before.window) == (look.after, look.window) and (look.table or not before.table):
            # The page has moved on since, and nothing was done: its last state is the one that counts.
            self._looks.pop()
        self._looks.append(look)


def _guid(page: Page) -> str:
    return _guid_of(page._impl_obj)  # noqa: SLF001


def _guid_of(page: Any) -> str:
    """How the driver calls a page of Playwright's own kind."""
    return str(page._guid)  # noqa: SLF001
