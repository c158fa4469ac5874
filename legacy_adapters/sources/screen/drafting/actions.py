"""What was done in a browser, and what could be seen after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

Kind: TypeAlias = Literal["goto", "click", "fill", "choose", "check", "uncheck", "press"]

_KINDS: Final[Mapping[str, Kind]] = {
    "navigate": "goto",
    "click": "click",
    "fill": "fill",
    "select": "choose",
    "check": "check",
    "uncheck": "uncheck",
    "press": "press",
}
"""Playwright's names. What it notes besides, such as that a window was closed, is no step of a recipe."""

_MODIFIERS: Final = ((2, "Control"), (1, "Alt"), (4, "Meta"), (8, "Shift"))


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a person did.

    ``number``: which one it was, from 1. ``selector``: as Playwright wrote it, with its frames. ``text``: what was
    filled in, the option, the key or the address. ``window``: in which it was done, from 0. ``hover``: what the mouse
    had to be on for it to be seen. ``opens``: the window that this opened.
    """

    number: int
    kind: Kind
    selector: str = ""
    # What is filled in may be a password.
    text: str = ""
    window: int = 0
    hover: str = ""
    opens: int | None = None
    downloads: bool = False
    asks: bool = False
    """Whether a dialog came."""
    odd: str = ""
    """What a recipe cannot say of it: a double click, another button, several options."""

    def __repr__(self) -> str:
        return f"<{self.number}: {self.kind} {self.selector}>"


@dataclass(frozen=True, slots=True)
class Spot:
    """A text that could be seen. ``sure``: its selector is its id, and not only where it stands on the page."""

    at: str
    frames: tuple[str, ...]
    text: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class SeenTable:
    """The largest table that could be seen: where, and its cells as ``table.cells`` says."""

    at: str
    frames: tuple[str, ...]
    cells: str


@dataclass(frozen=True, slots=True)
class Look:
    """What could be seen in a window after so many acts.

    ``exits``: what logs off. ``texts``: those with figures beside the table, in its frame. ``locked``: a password was
    asked for.
    """

    after: int
    window: int
    table: SeenTable | None = None
    exits: tuple[Spot, ...] = ()
    texts: tuple[Spot, ...] = ()
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """All that was done and seen from the opening of ``url`` on. ``hosts``: those that were asked, but for its own."""

    url: str
    acts: tuple[Act, ...]
    looks: tuple[Look, ...]
    passwords: frozenset[str] = frozenset()
    hosts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<{len(self.acts)} acts on {len(self.looks)} pages>"


def act_of(data: Mapping[str, Any], number: int, window: int) -> Act | None:
    """What Playwright's recorder tells of one action; None for what is no step of a recipe."""
    kind = _KINDS.get(str(data.get("name")))
    if kind is None:
        return None
    options = [str(option) for option in data.get("options") or ()]
    text = {
        "goto": str(data.get("url", "")),
        "fill": str(data.get("text", "")),
        "choose": options[0] if options else "",
        "press": _key(data),
    }.get(kind, "")
    return Act(number, kind, str(data.get("selector", "")), text, window, odd=_odd(data, options))


def _key(data: Mapping[str, Any]) -> str:
    held = int(data.get("modifiers") or 0)
    return "+".join([*(name for bit, name in _MODIFIERS if held & bit), str(data.get("key", ""))])


def _odd(data: Mapping[str, Any], options: list[str]) -> str:
    if len(options) > 1:
        return "several options were chosen"
    if data.get("name") != "click":
        return ""
    if int(data.get("clickCount") or 1) > 1:
        return "it was a double click"
    if data.get("button", "left") != "left":
        return f"it was the {data['button']} button"
    return "a key was held meanwhile" if data.get("modifiers") else ""
