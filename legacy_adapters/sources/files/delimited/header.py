"""Names of columns: never empty, never twice, and the same for the same header."""

from __future__ import annotations

from collections.abc import Sequence


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """The header's names, trimmed. A blank one becomes ``column_3`` (its place, from 1); one that was there before gets
    the first of ``_2``, ``_3`` … by which it is neither another column's own name nor given already."""
    trimmed = [name.strip(" \t\r\n\f\v\0\ufeff\xa0") for name in header]
    taken = {name for name in trimmed if name}
    given: set[str] = set()
    names: list[str] = []
    for place, name in enumerate(trimmed, 1):
        base = name or f"column_{place}"
        chosen, number = base, 1
        while chosen in given or (chosen in taken and chosen != name):
            number += 1
            chosen = f"{base}_{number}"
        given.add(chosen)
        names.append(chosen)
    return tuple(names)


def numbered_names(count: int) -> tuple[str, ...]:
    """Names for the columns of a file without a header: ``column_1``, ``column_2`` and so on."""
    return tuple(f"column_{place}" for place in range(1, count + 1))
