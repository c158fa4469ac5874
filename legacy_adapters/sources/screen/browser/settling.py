"""When a click, a key or an address has had its effect."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from playwright.async_api import Error, Frame
from playwright.async_api import TimeoutError as PlaywrightTimeout

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.browser.watch import Step, Watch

PATIENCE = 5.0
"""Seconds for what scripts ask for, and for frames that come with a page: some polls and frames never end."""

# A link that runs a script, which sends a form: each of these is a turn of its own.
_TURNS = """async () => {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}"""
_TURN_SECONDS = 1.0


async def loaded(watch: Watch, step: Step, deadline: float) -> None:
    """Every document begun by the step is there; those of frames that came with it within ``PATIENCE`` seconds.

    Raises ``Unavailable`` for one that does not finish before ``deadline``, a time of the loop's clock.
    """
    patience = min(_now() + PATIENCE, deadline)
    while step.setting_out and await watch.change(patience - _now()):
        pass
    while step.unfinished:
        own = _own(step)
        if await watch.change((deadline if own else patience) - _now()):
            continue
        if not own:
            break
        raise unfinished(*own[0], step)
    for frame in dict.fromkeys(step.navigated):
        own_one = frame not in step.attached
        await _document(frame, step, deadline if own_one else patience, strict=own_one)


async def quiet(watch: Watch, step: Step, deadline: float, frame: Frame) -> None:
    """As ``loaded``, and scripts have had what they asked for, and what they then asked for, and so on.

    ``frame`` is the one that was acted upon.
    """
    patience = min(_now() + PATIENCE, deadline)
    while True:
        await loaded(watch, step, deadline)
        while step.scripts and await watch.change(patience - _now()):
            pass
        before = step.events
        for each in dict.fromkeys((frame, frame.page.main_frame)):
            await _turn(watch, each)
        idle = step.events == before and not (step.setting_out or step.unfinished or step.scripts)
        if idle or (_now() >= patience and not _own(step)):
            return


def _own(step: Step) -> list[tuple[str, Frame | None]]:
    """The documents under way that are the step's effect, rather than frames that came with one."""
    return [(request.url, frame) for request, frame in step.unfinished if frame not in step.attached]


async def _document(frame: Frame, step: Step, until: float, *, strict: bool) -> None:
    try:
        await frame.wait_for_load_state("domcontentloaded", timeout=max(until - _now(), 0.001) * 1000)
    except PlaywrightTimeout:
        if strict:
            raise unfinished(frame.url, frame, step) from None
    except Error:
        if not frame.is_detached():
            raise


async def _turn(watch: Watch, frame: Frame) -> None:
    """What the page's scripts had planned to do at once is done, so that the requests for it are known."""
    with suppress(Error, TimeoutError):
        async with asyncio.timeout(_TURN_SECONDS):
            await watch.looks.run(frame, _TURNS)


def _now() -> float:
    return asyncio.get_running_loop().time()


def unfinished(url: str, frame: Frame | None, step: Step) -> Unavailable:
    """The error for a document that does not finish."""
    place = "the page" if frame is None or frame.parent_frame is None else f"the page in frame {frame.name!r}"
    return Unavailable(f"{place}, {scrub(url)}, does not finish in time", where=step.where)
