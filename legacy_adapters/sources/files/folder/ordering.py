"""In which order files are taken, and what is missing in a sequence of numbered ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from legacy_adapters.sources.files.folder.date_in_name import date_in
from legacy_adapters.sources.files.folder.entry import Waiting
from legacy_adapters.sources.files.folder.names import folded, printable, split_name
from legacy_adapters.sources.files.folder.settings import OrderKey

MOST_GAPS = 20
"""Of so many gaps each is told; of more only how many there are."""

SortKey: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Ordering:
    """The keys that the pipeline file states, the first of which decides."""

    keys: tuple[OrderKey, ...]

    def sort_key(self, waiting: Waiting) -> SortKey:
        """What a file is sorted by: never the same for two files."""
        parts: list[object] = []
        for key in self.keys:
            parts.extend(_part(key, waiting))
        return (*parts, folded(waiting.original), waiting.original, waiting.entry.name, waiting.member or "")

    def sorted(self, waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
        """In order; files whose name has no number, or no date, come last."""
        return tuple(sorted(waiting, key=self.sort_key))

    def notes(self, waiting: Sequence[Waiting], taken: Iterable[str]) -> list[str]:
        """Names without a number or date, and gaps in the sequence; ``taken`` are names of files taken earlier."""
        earlier, found = list(taken), []
        for key in self.keys:
            if key.number is not None:
                found.extend(_gaps(key.number, waiting, earlier))
            if key.number is not None or key.date is not None:
                what = "number" if key.number is not None else "date"
                odd = [one.name for one in waiting if _part(key, one)[0]]
                found.extend(f"{name} has no {what} of the stated form in its name; it is taken last" for name in odd)
        return found


def _part(key: OrderKey, waiting: Waiting) -> tuple[bool, object]:
    """Whether there is nothing to sort by, and what to sort by."""
    if key.by == "modified":
        return False, waiting.entry.modified
    if key.by == "name":
        return False, folded(waiting.original)
    names = [split_name(waiting.member)[1]] if waiting.member else []
    for name in [*names, split_name(waiting.original)[1]]:
        value = _number(key.number, name) if key.number is not None else date_in(name, key.date or "")
        if value is not None:
            return False, value
    return True, 0


def _number(expression: str, name: str) -> int | None:
    found = re.search(expression, name)
    digits = found[1] if found else None
    return int(digits) if digits and digits.isdecimal() else None


def _gaps(expression: str, waiting: Sequence[Waiting], taken: Sequence[str]) -> list[str]:
    parts = [(_part(OrderKey(number=expression), one), one.name) for one in waiting]
    numbers = {number: name for (odd, number), name in parts if not odd and isinstance(number, int)}
    before = {_number(expression, split_name(name)[1]): name for name in taken}
    if not numbers:
        return []
    lowest = min(numbers)
    start = max((number for number in before if number is not None and number < lowest), default=lowest)
    present = {number: printable(name) for number, name in before.items() if number is not None and number >= start}
    present |= numbers
    ordered = sorted(present)
    gaps = [(a, b) for a, b in pairwise(ordered) if b - a > 1]
    told = [f"{_missing(a + 1, b - 1)} missing between {present[a]} and {present[b]}" for a, b in gaps[:MOST_GAPS]]
    return told + ([f"and {len(gaps) - MOST_GAPS} more gaps"] if len(gaps) > MOST_GAPS else [])


def _missing(first: int, last: int) -> str:
    return f"number {first} is" if first == last else f"numbers {first} to {last} are"
