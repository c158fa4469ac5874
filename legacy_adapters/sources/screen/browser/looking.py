"""Looks at a window while a person works in it: its largest table, what logs off, what is stated beside the table."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from playwright.async_api import Error, Frame, Page

from legacy_adapters.sources.screen.browser.quick import plain
from legacy_adapters.sources.screen.drafting.actions import Look, SeenTable, Spot

_SECONDS: Final = 2.0
"""A frame that does not answer in this time, as behind a dialog, is looked at the next time."""

_LOOK: Final = "() => window.legacyAdaptersWatching ? window.legacyAdaptersWatching.look() : null"
_PATH: Final = "(element) => element.getAttribute('name') || window.legacyAdaptersWatching.path(element)"


async def look_at(page: Page, after: int, window: int, cells: str) -> Look | None:
    """What can be seen in a window after so many acts; None where it does not answer."""
    with suppress(Error, TimeoutError):
        async with asyncio.timeout(_SECONDS):
            seen = [(frame, found) for frame in page.frames if (found := await _seen(frame))]
            return await _look(seen, after, window, cells) if seen else None
    return None


async def _seen(frame: Frame) -> Mapping[str, Any] | None:
    # One frame may be moving on while the others can be looked at.
    with suppress(Error):
        found: Mapping[str, Any] | None = await frame.evaluate(_LOOK)
        return found
    return None


async def _look(seen: list[tuple[Frame, Mapping[str, Any]]], after: int, window: int, cells: str) -> Look:
    exits = [spot for frame, found in seen for spot in await _spots(frame, found["exits"])]
    locked = any(found["locked"] for _, found in seen)
    tables = [(found["table"]["cells"], frame, found) for frame, found in seen if found["table"]]
    if not tables:
        return Look(after, window, exits=tuple(exits), locked=locked)
    _, frame, found = max(tables, key=lambda each: int(each[0]))
    at = str(found["table"]["at"])
    read = await frame.evaluate(f"(at) => ({plain(cells)})(document.querySelector(at))", at)
    table = SeenTable(at, await frames_to(frame), str(read))
    return Look(after, window, table, tuple(exits), tuple(await _spots(frame, found["texts"])), locked)


async def _spots(frame: Frame, found: list[dict[str, Any]]) -> list[Spot]:
    frames = await frames_to(frame) if found else ()
    return [Spot(str(each["at"]), frames, str(each["text"]), bool(each["sure"])) for each in found]


async def frames_to(frame: Frame) -> tuple[str, ...]:
    """The way to a frame from the outside in, each by its name or by a selector of its element."""
    way: list[str] = []
    at = frame
    while at.parent_frame is not None:
        way.append(str(await (await at.frame_element()).evaluate(_PATH)))
        at = at.parent_frame
    return tuple(reversed(way))
