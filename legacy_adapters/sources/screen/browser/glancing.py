"""Several places of a screen in one question, and a click on a link without the mouse: what each page of a list takes.

A question to the browser takes milliseconds, however little is asked; a click by the mouse waits for two frames to be
painted, for a look at what lies above, and for the mouse.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error, Frame

from legacy_adapters.sources.screen.browser.frames import frame_now
from legacy_adapters.sources.screen.browser.playwright_errors import moved
from legacy_adapters.sources.screen.browser.quick import SEEN, plain
from legacy_adapters.sources.screen.screen import Look, Place

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.browser.steps import Doing

TEXT: Final = """(element) => ["input", "textarea", "select"].includes(element.localName)
    ? element.value : (element.innerText ?? element.textContent ?? "")"""

_DISABLED: Final = """(element) => element.hasAttribute("disabled")
    || element.getAttribute("aria-disabled") === "true" """

_LOOK: Final = """([table, places]) => {
    const seen = %s;
    const at = (selector, read) => {
        let found;
        try { found = [...document.querySelectorAll(selector)]; } catch (error) { return null; }
        if (found.some(seen)) return [read(found[0])];
        return !found.length && [...document.querySelectorAll("*")].some((each) => each.shadowRoot) ? null : [null];
    };
    return [at(table, %s), ...places.map((place) => at(place, %s))];
}"""

_FOLLOW: Final = """(selector) => {
    const seen = %s;
    let found;
    try { found = [...document.querySelectorAll(selector)].filter(seen); } catch (error) { return "ask"; }
    const link = found[0];
    if (found.length !== 1 || link.localName !== "a" || (%s)(link)) return "ask";
    const away = !["", "_self"].includes(link.target) || link.hasAttribute("download");
    const here = (address) => address.replace(/#.*$/s, "");
    if (away || !/^https?:$/.test(link.protocol) || here(link.href) === here(document.URL)) return "ask";
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = link.getClientRects()[0];
    const above = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!above || !link.contains(above)) return "ask";
    const click = new MouseEvent("click", { bubbles: true, cancelable: true, composed: true, view: window, detail: 1 });
    return link.dispatchEvent(click) ? "gone" : "told";
}"""

_SETS_OUT: Final = 5.0
"""Seconds for a page to be asked for once its link was clicked, at most."""


async def look(step: Doing, table: Place, places: Sequence[Place], cells: str) -> Look:
    """See ``Screen.look``; ``cells`` is the script that reads a table."""

    async def together() -> list[list[str | None] | None] | None:
        frame = await frame_now(step.page, table.frames)
        script = _LOOK % (SEEN, plain(cells), TEXT)
        return None if frame is None else await step.watch.looks.run(frame, script, [table.selector, selectors])

    beside = [place for place in places if place.frames == table.frames]
    selectors = [place.selector for place in beside]
    found = await step.again(together) or [None] * (len(beside) + 1)
    known = dict(zip(beside, found[1:], strict=True))
    texts = {place: await _one(step, place, TEXT, known.get(place)) for place in dict.fromkeys(places)}
    return Look(await _one(step, table, plain(cells), found[0]), texts)


async def _one(step: Doing, place: Place, script: str, answer: list[str | None] | None) -> str | None:
    """What was answered, or is when only this is asked for: a selector may be none that pages themselves know."""
    if answer is not None:
        return answer[0]
    if not await step.count(place, visible=True):
        return None
    return str(await step.read(place, script))


async def click_if_usable(step: Doing, place: Place) -> bool:
    """See ``Screen.click_if_usable``."""
    frame = await frame_now(step.page, place.frames)
    told = "ask" if frame is None else await _followed(step, frame, place.selector)
    if frame is not None and told != "ask":
        if told == "gone":
            await _set_out(step)
        await step.quiet(frame)
        return True
    if not await step.count(place, visible=True) or await step.read(place, _DISABLED):
        return False
    await step.effect(place, lambda found: found.click(timeout=step.left))
    return True


async def _followed(step: Doing, frame: Frame, selector: str) -> str:
    """What came of a click on a link: ``gone`` to where it leads, or ``told`` to a script; ``ask`` where it takes the
    mouse."""
    try:
        return str(await step.watch.looks.once(frame, _FOLLOW % (SEEN, _DISABLED), selector))
    except Error as error:
        # It has been clicked: the page went on before it could answer.
        if moved(error):
            return "gone"
        raise


async def _set_out(step: Doing) -> None:
    """Returns once the page is asked for, which is told a little later than that its link was clicked."""
    until = min(step.deadline, asyncio.get_running_loop().time() + _SETS_OUT)
    while not step.step.begun:
        if not await step.watch.change(until - asyncio.get_running_loop().time()):
            return
