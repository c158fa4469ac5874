"""Reading by plain CSS without Playwright's own selectors, which it puts into every new document first: on a page of
100 rows that takes as long as the page itself."""

from __future__ import annotations

from playwright.async_api import Frame

from legacy_adapters.sources.screen.browser.looks import Looks

_FIRST = """([selector, argument]) => {
    let found;
    try { found = document.querySelector(selector); } catch (error) { return null; }
    return found ? { of: (%s)(found, argument) } : null;
}"""

SEEN = """(each) => {
    const box = each.getBoundingClientRect();
    const style = getComputedStyle(each);
    return style.visibility === "visible" && (box.width > 0 && box.height > 0 || style.display === "contents");
}"""
"""Whether an element can be seen."""

_COUNT = """([selector, visible]) => {
    let found;
    try { found = [...document.querySelectorAll(selector)]; } catch (error) { return null; }
    if (!found.length) return [...document.querySelectorAll("*")].some((each) => each.shadowRoot) ? null : 0;
    const seen = %s;
    return visible ? found.filter(seen).length : found.length;
}"""

_PLAIN = """(element, argument) => {
    const kept = Array.prototype.toJSON;
    delete Array.prototype.toJSON;
    try { return (%s)(element, argument); } finally { if (kept) Array.prototype.toJSON = kept; }
}"""


def plain(script: str) -> str:
    """A function of an element that is run as in a page without Prototype.js, which breaks ``JSON.stringify``."""
    return _PLAIN % script


async def first(
    looks: Looks, frame: Frame, selector: str, script: str, argument: object = None
) -> tuple[object] | None:
    """What a function of the first element returns; None where the selector is not plain CSS, or nothing is there."""
    answer = await looks.run(frame, _FIRST % script, [selector, argument])
    return None if answer is None else (answer.get("of"),)


async def count(looks: Looks, frame: Frame, selector: str, *, visible: bool) -> int | None:
    """How many elements there are; None where only Playwright's selectors can tell."""
    answer = await looks.run(frame, _COUNT % SEEN, [selector, visible])
    return None if answer is None else int(answer)
