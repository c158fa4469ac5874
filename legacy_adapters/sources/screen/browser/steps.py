"""One step of a recipe in one window: within its time, with every failure made an error of ours."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from playwright.async_api import BrowserContext, Error, Frame, Locator, Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

from legacy_adapters.core.errors import LegacyAdaptersError, SourceChanged
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.browser import quick
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.browser.frames import frame_at, frame_now
from legacy_adapters.sources.screen.browser.playwright_errors import ambiguous, closed, moved, translated
from legacy_adapters.sources.screen.browser.settling import loaded, quiet, unfinished
from legacy_adapters.sources.screen.browser.statuses import error_of_status
from legacy_adapters.sources.screen.browser.watch import Step, Watch
from legacy_adapters.sources.screen.screen import Place

ResultT = TypeVar("ResultT")

_GRACE = 2.0
"""Seconds beyond a step's time after which a page that does not even answer the driver is given up."""

_TRIES = 5

_UNUSABLE = "cannot be used: it is hidden, disabled, covered or moving, or has not that option"

_OPENS = 5.0
"""Seconds for a window to open once a click has had its effect."""


class Doing:
    """What a step has at hand: its window, its deadline, and how to find what it acts upon."""

    def __init__(self, page: Page, watch: Watch, step: Step, deadline: float) -> None:
        self.page = page
        self.watch = watch
        self.step = step
        self.deadline = deadline

    @property
    def left(self) -> float:
        """The milliseconds left, as Playwright wants them; never 0, which it takes for none at all."""
        return max(self.deadline - asyncio.get_running_loop().time(), 0.001) * 1000

    async def act(self, place: Place, action: Callable[[Locator], Awaitable[Any]], otherwise: str = _UNUSABLE) -> Frame:
        """Does something to the one element at a place, and returns its frame; of several, the one that can be seen.
        ``otherwise`` says what keeps an element that is there from it.

        Raises ``SourceChanged`` where there is none, or none that can be used, or several.
        """
        frame = await frame_at(self.page, self.watch, place.frames, self.deadline)
        found = frame.locator(place.selector)
        try:
            await self._once(place, found, action)
        except PlaywrightTimeout:
            raise await self._why(place, found, otherwise) from None
        return frame

    async def effect(self, place: Place, action: Callable[[Locator], Awaitable[Any]]) -> None:
        """Does something as ``act`` does, and waits for what that sets off; that may well be the window's closing."""
        page, self.step.page = self.step.page, None
        try:
            await self.watch.looks.watch(self.page)
            frame = await self.act(place, action)
            await self.quiet(frame)
        except Error:
            if page is None or not page.is_closed():
                raise

    async def _once(self, place: Place, found: Locator, action: Callable[[Locator], Awaitable[Any]]) -> None:
        try:
            await action(found)
        except Error as error:
            if not ambiguous(error):
                raise
            seen = found.filter(visible=True)
            if await seen.count() != 1:
                raise SourceChanged(
                    f"{place} means {await found.count()} elements, {await seen.count()} of which can be seen",
                    where=self.step.where,
                    hint="make the selector so exact that it means one",
                ) from None
            await action(seen)

    async def _why(self, place: Place, found: Locator, otherwise: str) -> LegacyAdaptersError:
        """Why nothing came of a place in time. A page that does not even answer this is ``run_step``'s to give up."""
        if self.step.unfinished:
            return unfinished(*_first(self.step), self.step)
        if not await found.count():
            return SourceChanged(f"there is nothing at {place}", where=self.step.where)
        return SourceChanged(f"{place} is there, but {otherwise}", where=self.step.where)

    async def loaded(self) -> None:
        """See ``settling.loaded``."""
        await loaded(self.watch, self.step, self.deadline)

    async def quiet(self, frame: Frame) -> None:
        """See ``settling.quiet``."""
        await quiet(self.watch, self.step, self.deadline, frame)

    async def gone(self, place: Place) -> None:
        """Waits until nothing can be seen at a place, or its frame is gone."""
        frame = await frame_now(self.page, place.frames)
        if frame is None:
            return
        seen = frame.locator(place.selector).filter(visible=True)
        try:
            await seen.first.wait_for(state="hidden", timeout=self.left)
        except PlaywrightTimeout:
            raise SourceChanged(f"{place} does not go", where=self.step.where) from None

    async def opened(self) -> Page:
        """The window that the step opened, with its document. Raises ``SourceChanged`` where none did."""
        until = min(self.deadline, asyncio.get_running_loop().time() + _OPENS)
        while not self.step.opened:
            if not await self.watch.change(until - asyncio.get_running_loop().time()):
                raise SourceChanged("no window opened, or it was blocked", where=self.step.where)
        page = self.step.opened[0]
        await self.loaded()
        await page.wait_for_load_state("domcontentloaded", timeout=self.left)
        return page

    async def read(self, place: Place, script: str, argument: object = None) -> object:
        """What a function of the first element at a place returns; again where the page moves on meanwhile.

        Raises ``SourceChanged`` where there is none in time.
        """

        async def once() -> object:
            frame = await frame_at(self.page, self.watch, place.frames, self.deadline)
            answer = await quick.first(self.watch.looks, frame, place.selector, script, argument)
            if answer is not None:
                return answer[0]
            found = frame.locator(place.selector)
            try:
                return await found.first.evaluate(script, argument, timeout=self.left)
            except PlaywrightTimeout:
                raise await self._why(place, found, "cannot be read in time") from None

        return await self.again(once)

    async def count(self, place: Place, *, visible: bool) -> int:
        """How many elements are at a place now, or can be seen there; none where its frame is not there."""

        async def once() -> int:
            frame = await frame_now(self.page, place.frames)
            if frame is None:
                return 0
            counted = await quick.count(self.watch.looks, frame, place.selector, visible=visible)
            if counted is not None:
                return counted
            found = frame.locator(place.selector)
            return await (found.filter(visible=True) if visible else found).count()

        return await self.again(once)

    async def again(self, reading: Callable[[], Awaitable[ResultT]]) -> ResultT:
        """Reads, and again where the page moved on to another document while it was read."""
        for _ in range(_TRIES):
            try:
                return await reading()
            except Error as error:
                if not moved(error):
                    raise
            await self.loaded()
        return await reading()


def _first(step: Step) -> tuple[str, Frame | None]:
    request, frame = step.unfinished[0]
    return request.url, frame


async def run_step(
    page: Page, watch: Watch, what: str, seconds: float, doing: Callable[[Doing], Coroutine[Any, Any, ResultT]]
) -> ResultT:
    """Runs a step within its time. ``what`` names it, as in ``click #save``; it may hold no secret.

    Raises what ``Screen`` says, the first fault before anything that followed from it: a page's status, a host that is
    not stated, a dialog, a crash.
    """
    where = scrub(f"{what} on {page.url}")
    if page in watch.crashed:
        raise BrowserGone("the page crashed", where=where)
    if page.is_closed():
        raise closed(await answers(page.context), where)
    step = watch.begin(where, page)
    task = asyncio.ensure_future(doing(Doing(page, watch, step, asyncio.get_running_loop().time() + seconds)))
    awaited: tuple[asyncio.Future[Any], ...] = (task, step.fault)
    try:
        await asyncio.wait(awaited, timeout=seconds + _GRACE, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=_GRACE)
    failure = None if task.cancelled() or not task.done() else task.exception()
    if isinstance(failure, Error):
        # What is under way from the browser, such as that the page crashed, comes before this answer.
        failure = translated(failure, where=where, url=page.url, connected=await answers(page.context))
    if step.fault.done():
        raise closed(await answers(page.context), where) if step.closed else step.fault.result()
    if task.cancelled() or not task.done():
        raise BrowserGone(f"the page does not answer within {seconds:g} s", where=where)
    for answer in step.answers:
        error = error_of_status(answer.status, answer.headers, answer.url, where)
        if error is not None:
            raise error from None
    if failure is not None:
        raise failure
    return task.result()


async def answers(context: BrowserContext) -> bool:
    """Whether browser and driver are still there."""
    try:
        async with asyncio.timeout(_GRACE):
            await context.cookies([])
    except (Error, TimeoutError):
        return False
    return True
