"""A page that can be read, whether a browser shows it or it was only fetched."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from legacy_adapters.sources.screen.declaration import TextAt
from legacy_adapters.sources.screen.screen import Place

GLANCE = 0.02
"""Seconds between two looks at a screen that is being waited for."""


class View(Protocol):
    """What reading a page needs of it; ``Screen`` is one."""

    def cells(self, place: Place) -> str:
        """See ``Screen.cells``."""
        ...

    def has(self, place: Place) -> bool:
        """See ``Screen.has``."""
        ...

    def text(self, place: Place) -> str:
        """See ``Screen.text``."""
        ...

    def attribute(self, place: Place, name: str) -> str | None:
        """See ``Screen.attribute``."""
        ...

    def content(self, frames: Sequence[str] = ()) -> str:
        """See ``Screen.content``."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """A view of which some ``texts`` were read at once; all else is asked of the view as it is. Fulfils ``View``."""

    view: View
    texts: Mapping[Place, str | None]

    def cells(self, place: Place) -> str:
        """See ``Screen.cells``."""
        return self.view.cells(place)

    def has(self, place: Place) -> bool:
        """See ``Screen.has``."""
        return self.texts[place] is not None if place in self.texts else self.view.has(place)

    def text(self, place: Place) -> str:
        """See ``Screen.text``."""
        text = self.texts.get(place)
        return self.view.text(place) if text is None else text

    def attribute(self, place: Place, name: str) -> str | None:
        """See ``Screen.attribute``."""
        return self.view.attribute(place, name)

    def content(self, frames: Sequence[str] = ()) -> str:
        """See ``Screen.content``."""
        return self.view.content(frames)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a screen is waited for, in seconds."""

    timeout: float = 30.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def until(self, happened: Callable[[], bool]) -> bool:
        """Whether it happens in time."""
        ends = self.clock() + self.timeout
        while not happened():
            if self.clock() >= ends:
                return False
            self.sleep(GLANCE)
        return True

    def first_of(self, view: View, places: Mapping[str, Place]) -> str | None:
        """The name of the place that is seen first; None where none is in time."""
        seen: list[str] = []

        def looked() -> bool:
            seen.extend(name for name, place in places.items() if not seen and view.has(place))
            return bool(seen)

        return seen[0] if self.until(looked) else None


def text_at(view: View, at: TextAt, place: Place) -> str | None:
    """The text that is stated there: what the expression finds in it; None where the place or the text is not there."""
    if not view.has(place):
        return None
    text = view.text(place)
    if at.matches is None:
        return text
    found = re.search(at.matches, text)
    return found[1] if found else None


def whole_number(text: str) -> int | None:
    """A number of rows or pages as a screen writes it, ``5,034`` or ``5 034``; None for what is none."""
    digits = re.sub(r"[\s.,'’]", "", text)
    return int(digits) if digits.isascii() and digits.isdigit() else None
