"""Runs functions in a window's page without Playwright's own evaluation, which puts two snapshots of the page into the
trace each time: on a page of 100 rows they take twice as long as reading it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

from playwright.async_api import CDPSession, Error, Frame, Page


class Looks:
    """The windows of one session; in the browser's thread.

    ``leaves`` is told of each frame, by a name of the browser's own, that sets out for another document, and of its
    address. A window that is watched tells so before anything that is run in it afterwards has returned.
    """

    def __init__(self, leaves: Callable[[str, str], None]) -> None:
        self._leaves = leaves
        self._sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()

    async def watch(self, page: Page) -> None:
        """Begins to watch a window, if it is not watched yet."""
        if page not in self._sessions:
            session = self._sessions[page] = await page.context.new_cdp_session(page)
            session.on("Page.frameRequestedNavigation", self._on_requested)
            await session.send("Page.enable")

    def _on_requested(self, asked: Mapping[str, str]) -> None:
        # Frames that come with a page are a part of it; other programs are not opened.
        here = asked["disposition"] == "currentTab" and asked["reason"] != "initialFrameNavigation"
        if here and asked["url"].startswith(("http:", "https:")):
            self._leaves(asked["frameId"], asked["url"])

    async def run(self, frame: Frame, script: str, argument: object = None) -> Any:
        """What a function returns in a frame's document, or what its promise does. Raises what ``Frame.evaluate`` does.

        The document at the top is asked without Playwright; one of a frame has no name there.
        """
        if frame == frame.page.main_frame:
            # Where the page moved on, crashed or was closed, Playwright says which.
            with suppress(Error):
                answer = await self._ask(frame.page, script, argument)
                if "exceptionDetails" not in answer:
                    return answer["result"].get("value")
        return await frame.evaluate(script, argument)

    async def once(self, frame: Frame, script: str, argument: object = None) -> Any:
        """As ``run``, for what may not be done twice."""
        if frame != frame.page.main_frame:
            return await frame.evaluate(script, argument)
        answer = await self._ask(frame.page, script, argument)
        if "exceptionDetails" in answer:
            raise Error(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    async def _ask(self, page: Page, script: str, argument: object) -> dict[str, Any]:
        await self.watch(page)
        session = self._sessions[page]
        expression = f"({script})({json.dumps(argument)})"
        asked = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        answer: dict[str, Any] = await session.send("Runtime.evaluate", asked)
        return answer
