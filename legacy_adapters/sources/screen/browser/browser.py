"""A browser that runs: sessions are opened in it, by whatever thread."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from playwright.async_api import Error, HttpCredentials

from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.browser.finding import find
from legacy_adapters.sources.screen.browser.launching import Launch, is_root, launched
from legacy_adapters.sources.screen.browser.loop_thread import LoopThread
from legacy_adapters.sources.screen.browser.playwright_errors import translated
from legacy_adapters.sources.screen.browser.scratch import scratch_folder
from legacy_adapters.sources.screen.browser.state import read_state

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.browser.hosts import Hosts
    from legacy_adapters.sources.screen.browser.scripts import Scripts
    from legacy_adapters.sources.screen.browser.settings import BrowserSettings

_OPENS = 30.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """Name and password for HTTP's own login; sent to a stated host that asks for one."""

    username: str
    password: str = field(repr=False)


class Browser:
    """A browser with its driver, in a thread of its own. Closed at the latest when this process ends, however it does.

    ``notes``: what a person should know of how it runs.
    """

    def __init__(self, settings: BrowserSettings, hosts: Hosts, scripts: Scripts) -> None:
        """Starts it. Raises ``DriverMissing`` and ``ConfigError`` as ``find`` does, ``Unavailable`` where it does not
        start."""
        whole = not settings.headless or settings.proxy is not None
        self.program = find(settings.path, whole=whole)
        launch = Launch.of(settings, hosts, root=is_root())
        self.notes = launch.notes
        self._settings = settings
        self._hosts = hosts
        self._scripts = scripts
        self._gone = False
        self._inside = AsyncExitStack()
        with ExitStack() as opened:
            folder = opened.enter_context(scratch_folder())
            self._thread = LoopThread(expected=_ending)
            opened.callback(self._thread.stop)
            self._browser = self._thread.wait(
                self._inside.enter_async_context(launched(self.program, launch, settings, folder))
            )
            self._outside = opened.pop_all()

    @property
    def connected(self) -> bool:
        """Whether it still runs."""
        return not self._gone and self._thread.running and self._browser.is_connected()

    def context(self, *, state: str | None = None, credentials: Credentials | None = None) -> Context:
        """Opens a session, with the ``state`` of an earlier one. Raises ``ConfigError`` for one that is damaged,
        ``BrowserGone`` once the browser has ended."""
        if not self._thread.running:
            raise BrowserGone("the browser was closed", where="open a session")
        try:
            return self._thread.wait(self._context(state, credentials))
        except BrowserGone:
            self._gone = True
            raise

    def close(self) -> None:
        """Ends browser and driver, and removes what they left; nothing happens the second time."""
        with self._outside:
            if self._thread.running:
                self._thread.wait(self._inside.aclose())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def _context(self, kept: str | None, credentials: Credentials | None) -> Context:
        state = None if kept is None else read_state(kept)
        settings = self._settings
        try:
            async with asyncio.timeout(_OPENS):
                context = await self._browser.new_context(
                    storage_state=None if state is None else state.shared,
                    http_credentials=None if credentials is None else _told(credentials),
                    locale=settings.locale,
                    timezone_id=settings.timezone,
                    user_agent=settings.user_agent,
                    service_workers="block",
                )
        except Error as error:
            raise translated(error, where="open a session", url="", connected=self._browser.is_connected()) from None
        except TimeoutError:
            raise BrowserGone(f"the browser does not answer within {_OPENS:g} s", where="open a session") from None
        return Context(
            context,
            browser=self._browser,
            thread=self._thread,
            settings=settings,
            hosts=self._hosts,
            scripts=self._scripts,
            state=state,
        )


def _ending(error: BaseException) -> bool:
    """Whether an error is of calls that were under way when browser or driver ended; the next step says so."""
    return isinstance(error, Error) or "Connection closed while reading from the driver" in str(error)


def _told(credentials: Credentials) -> HttpCredentials:
    KNOWN.add(credentials.password)
    KNOWN.add(b64encode(f"{credentials.username}:{credentials.password}".encode()).decode())
    return {"username": credentials.username, "password": credentials.password}
