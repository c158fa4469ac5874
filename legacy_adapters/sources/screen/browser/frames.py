"""Frames of a window by name or by selector, nested, also those of a frameset."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from playwright.async_api import Frame, Page

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.browser.watch import Watch

_NAME = re.compile(r"[^\s.#\[\]>:=*]+")


async def frame_now(page: Page, frames: Sequence[str]) -> Frame | None:
    """The frame that the names and selectors lead to, if it is there now."""
    frame: Frame | None = page.main_frame
    for each in frames:
        if frame is None:
            return None
        frame = _named(frame, each) or await _selected(frame, each)
    return frame


async def frame_at(page: Page, watch: Watch, frames: Sequence[str], deadline: float) -> Frame:
    """The frame, once it is there and has its document. Raises ``SourceChanged`` where it does not come in time."""
    now = asyncio.get_running_loop().time
    while (frame := await frame_now(page, frames)) is None:
        if not await watch.change(deadline - now()):
            raise SourceChanged(
                f"there is no frame {' > '.join(frames)} on {page.url}", where=watch.step.where, hint=_there_are(page)
            )
    return frame


def _named(parent: Frame, name: str) -> Frame | None:
    """The child of that name or, as names hold across a window, the one below it that alone has it."""
    for child in parent.child_frames:
        if child.name == name:
            return child
    below = [frame for frame in _descendants(parent) if frame.name == name]
    return below[0] if len(below) == 1 else None


def _descendants(parent: Frame) -> list[Frame]:
    return [each for child in parent.child_frames for each in (child, *_descendants(child))]


async def _selected(parent: Frame, selector: str) -> Frame | None:
    """The frame of the element that a selector means; a mere name is none."""
    if _NAME.fullmatch(selector) and selector not in {"frame", "iframe"}:
        return None
    element = await parent.query_selector(selector)
    return await element.content_frame() if element is not None else None


def _there_are(page: Page) -> str:
    names = [repr(frame.name) for frame in page.frames if frame.name]
    return f"there are {', '.join(names)}" if names else "the page has no named frames"
