"""One session with an application: its cookies, its windows, and what is known of what they did."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import BrowserContext, Error, Page, Request, Response, Route

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.browser.answering import Answerer, answer_fetch, answer_route, not_saved
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.browser.exchanges import ConsoleLine, Exchange, Exchanges, RequestLine
from legacy_adapters.sources.screen.browser.fetching import MOST_BYTES, ask, fetched
from legacy_adapters.sources.screen.browser.hosts import Hosts
from legacy_adapters.sources.screen.browser.loop_thread import LoopThread
from legacy_adapters.sources.screen.browser.playwright_errors import translated
from legacy_adapters.sources.screen.browser.scripts import Scripts
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from legacy_adapters.sources.screen.browser.state import State, put_back, state_of, tell, tell_cookies
from legacy_adapters.sources.screen.browser.steps import Doing, answers, run_step
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.browser.watch import Watch
from legacy_adapters.sources.screen.screen import Fetched

ResultT = TypeVar("ResultT")

_CLOSING = 5.0
_HOUSEKEEPING = 30.0


class Context:
    """A session, used by one thread at a time; several of them share a browser. ``Browser.context`` opens one.

    Every call raises ``BrowserGone`` once the browser has ended.
    """

    def __init__(
        self,
        context: BrowserContext,
        *,
        browser: PlaywrightBrowser,
        thread: LoopThread,
        settings: BrowserSettings,
        hosts: Hosts,
        scripts: Scripts,
        state: State | None,
    ) -> None:
        # In the browser's thread.
        self.hosts = hosts
        self.scripts = scripts
        self._context = context
        self._browser = browser
        self._thread = thread
        self._settings = settings
        self._state = state
        self._watch = Watch(context, hosts, settings.dialogs)
        self._exchanges = Exchanges(context)
        self._answerer: Answerer | None = None
        self._closed = False
        context.on("request", _tell_login)

    @property
    def connected(self) -> bool:
        """Whether the browser is still there."""
        return self._thread.running and self._browser.is_connected()

    @property
    def offline(self) -> bool:
        """Whether saved answers stand in for the network."""
        return self._answerer is not None

    @property
    def documents_shown(self) -> int:
        """How many documents its windows and frames have shown."""
        return self._watch.documents_shown

    @property
    def retired(self) -> bool:
        """Whether it has shown so many that it should be closed, and opened again with its ``state``."""
        return self.documents_shown >= self._settings.retire_after

    @property
    def console(self) -> Sequence[ConsoleLine]:
        """The last lines that pages wrote on the console, oldest first; not scrubbed."""
        return tuple(self._exchanges.console)

    @property
    def requests(self) -> Sequence[RequestLine]:
        """The last requests that ended, oldest first; not scrubbed."""
        return tuple(self._exchanges.requests)

    @property
    def blocked(self) -> Sequence[str]:
        """The hosts that pages wanted to ask and that are not stated, in the order in which they did."""
        return tuple(self._watch.blocked)

    def screen(self) -> Tab:
        """Opens a window."""

        async def opening() -> Page:
            page = await self._context.new_page()
            await put_back(page, self._state)
            await self._watch.looks.watch(page)
            return page

        return Tab(self._do("open a window", opening), self)

    def state(self) -> str:
        """Cookies and storage of the session, as JSON, to open a context with; its values are secrets."""
        return self._do("keep the session", lambda: state_of(self._context))

    def on_exchange(self, callback: Callable[[Exchange], None]) -> None:
        """Has ``callback`` called for every document and script's request that finishes, before the step that made it
        returns; in the browser's thread, so it may not use a screen."""
        self._exchanges.listen(callback)

    def answer_with(self, answerer: Answerer) -> None:
        """Has ``answerer`` answer every request in the place of the network; what it does not answer is refused."""

        async def routing(route: Route) -> None:
            with suppress(Error):
                if not await answer_route(route, answerer) and route.request.is_navigation_request():
                    self._watch.fail(not_saved(route.request.url, self._watch.step.where))

        self._do("answer offline", lambda: self._context.route("**/*", routing))
        self._answerer = answerer

    def clear_cache(self) -> None:
        """Has the browser give back the memory in which it keeps pages, scripts and pictures that were shown."""

        async def clearing() -> None:
            for page in self._context.pages[:1]:
                session = await self._context.new_cdp_session(page)
                await session.send("Network.clearBrowserCache")
                await session.detach()

        self._do("clear the cache", clearing)

    def begin_trace(self) -> None:
        """Begins to record what the windows show and do. What is filled from here on is in it, also passwords."""
        self._do("begin the trace", lambda: self._context.tracing.start(snapshots=True))

    def cut_trace(self) -> None:
        """Forgets what was recorded so far, and goes on."""
        self._do("cut the trace", lambda: self._next_chunk(None))

    def save_trace(self, path: Path) -> None:
        """Writes what was recorded since ``begin_trace``, or since the trace was last saved or cut, as a zip file for
        Playwright's viewer, and goes on. Not scrubbed."""
        self._do("save the trace", lambda: self._next_chunk(path))

    def close(self) -> None:
        """Closes it with its windows; nothing happens where the browser has ended."""
        if self._closed or not self.connected:
            return
        self._closed = True
        # It may be gone already, or go at this moment: that is all that was wanted.
        with suppress(BrowserGone, SourceChanged):
            self._do("close the session", self._context.close, seconds=_CLOSING)

    def close_window(self, page: Page) -> None:
        """Closes one window, without asking it."""
        if not page.is_closed() and self.connected:
            with suppress(BrowserGone, SourceChanged):
                self._do("close the window", page.close, seconds=_CLOSING)

    def step(self, page: Page, what: str, doing: Callable[[Doing], Coroutine[Any, Any, ResultT]]) -> ResultT:
        """Runs one step of a recipe in a window; see ``steps.run_step``."""

        async def running() -> ResultT:
            try:
                return await run_step(page, self._watch, what, self._settings.timeout, doing)
            finally:
                await self._after()

        if not self._thread.running:
            raise BrowserGone("the browser was closed", where=scrub(what))
        return self._thread.wait(running())

    def tell_download(self, response: Response, path: Path) -> None:
        """Tells those who listen of a file that was saved, which for the browser is no finished request."""
        if self._exchanges.listened:
            request = response.request
            self._exchanges.tell(
                Exchange(
                    request.method,
                    request.url,
                    request.resource_type,
                    request.headers,
                    request.post_data_buffer,
                    response.status,
                    response.headers,
                    path.read_bytes() if path.stat().st_size <= MOST_BYTES else None,
                )
            )

    async def fetched(self, step: Doing, url: str, form: Mapping[str, str] | None) -> Fetched:
        """What is at an address, asked for with the session; see ``fetching.fetched``."""
        where = step.step.where

        async def asking(address: str, posted: Mapping[str, str] | None) -> Fetched:
            if self._answerer is not None:
                return answer_fetch(self._answerer, address, posted, where)
            try:
                answer = await ask(
                    self._context.request, address, posted, referer=step.page.url, milliseconds=step.left
                )
            except Error as error:
                raise translated(error, where=where, url=address, connected=self.connected) from None
            self._exchanges.tell(_exchange(answer, posted))
            return answer

        return await fetched(asking, self.hosts, url, form, where)

    async def _next_chunk(self, path: Path | None) -> None:
        await self._context.tracing.stop_chunk(path=path)
        await self._context.tracing.start_chunk()

    async def _after(self) -> None:
        """What a step brought is known to those who listen, and its secrets are known as such."""
        with suppress(Error, TimeoutError):
            async with asyncio.timeout(_CLOSING):
                await self._exchanges.told()
                if self._watch.step.answers or self._watch.step.scripted:
                    await tell_cookies(self._context)

    def _do(self, what: str, doing: Callable[[], Awaitable[ResultT]], seconds: float = _HOUSEKEEPING) -> ResultT:
        async def running() -> ResultT:
            try:
                async with asyncio.timeout(seconds):
                    return await doing()
            except TimeoutError:
                raise BrowserGone(f"the browser does not answer within {seconds:g} s", where=what) from None
            except Error as error:
                raise translated(error, where=what, url="", connected=await answers(self._context)) from None

        if not self._thread.running:
            raise BrowserGone("the browser was closed", where=what)
        return self._thread.wait(running())


def _tell_login(request: Request) -> None:
    tell(request.headers.get("authorization", "").rpartition(" ")[2])


def _exchange(answer: Fetched, posted: Mapping[str, str] | None) -> Exchange:
    from urllib.parse import urlencode

    body = None if posted is None else urlencode(posted).encode()
    method = "GET" if posted is None else "POST"
    return Exchange(method, answer.url, "fetch", {}, body, answer.status, answer.headers, answer.body)
