"""What was done without what did nothing: clicks into a field that is then filled, a field filled twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from legacy_adapters.sources.screen.drafting.actions import Act
from legacy_adapters.sources.screen.drafting.selectors import readable

_NOTHING: Final = frozenset({"html", "body"})
_GOES_INTO: Final = frozenset({"fill", "choose", "press", "check", "uncheck"})
_SETS: Final = frozenset({"fill", "choose", "check", "uncheck"})
_BLANK: Final = "about:blank"


def tidied(acts: Sequence[Act]) -> list[Act]:
    """The acts that matter, in their order. The first opens the address that a recipe begins at anyway."""
    kept: list[Act] = []
    for act in acts[1:] if acts and acts[0].kind == "goto" else acts:
        if _does_nothing(act) or (kept and _follows(kept[-1], act)):
            continue
        while kept and _prepares(kept[-1], act):
            kept.pop()
        earlier = _set_before(kept, act)
        if earlier is not None:
            del kept[earlier]
        kept.append(act)
    return kept


def in_windows(acts: Sequence[Act], window: int) -> tuple[list[Act], int]:
    """The acts that led to what is in a window: in the first one, and in those that were opened on the way to it. How
    many others there were comes second."""
    opened_by = {act.opens: act.window for act in acts if act.opens is not None}
    way = [window]
    while way[-1] in opened_by and opened_by[way[-1]] not in way:
        way.append(opened_by[way[-1]])
    kept: list[Act] = []
    now = way.pop()
    for act in acts:
        if act.window != now:
            continue
        onward = bool(way) and act.opens == way[-1]
        kept.append(act if onward else replace(act, opens=None))
        if onward:
            now = way.pop()
    return kept, len(acts) - len(kept)


def _does_nothing(act: Act) -> bool:
    selector, _ = readable(act.selector)
    if act.kind == "click":
        return selector in _NOTHING
    if act.kind == "goto":
        return act.text == _BLANK
    return act.kind == "press" and act.text in {"Tab", "Shift+Tab"} and not act.asks


def _follows(before: Act, act: Act) -> bool:
    """Whether an address is only what a choice led to: Playwright takes that for one that a person went to."""
    return act.kind == "goto" and before.kind in {"choose", "check", "uncheck"} and before.window == act.window


def _prepares(before: Act, act: Act) -> bool:
    """Whether one act only got ready for the next: a click into the field, an address left at once."""
    if before.window != act.window:
        return False
    if before.kind == act.kind == "goto":
        return True
    into = before.kind == "click" and act.kind in _GOES_INTO and before.selector == act.selector
    return into and before.opens is None and not before.asks


def _set_before(kept: Sequence[Act], act: Act) -> int | None:
    """Where the same field was set before, with nothing but fields set since."""
    if act.kind not in _SETS:
        return None
    for at in range(len(kept) - 1, -1, -1):
        if kept[at].kind not in _SETS:
            return None
        if (kept[at].selector, kept[at].window) == (act.selector, act.window):
            return at
    return None
