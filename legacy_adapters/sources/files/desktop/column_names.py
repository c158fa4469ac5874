"""Names of columns as they have to be: unique, and not empty."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def column_names(stated: Sequence[str], taken: Collection[str] = ()) -> list[str]:
    """A name that is taken gets a number, one that is empty is called after its place."""
    used = set(taken)
    names: list[str] = []
    for place, name in enumerate(stated, 1):
        base = name or f"field_{place}"
        found, number = base, 2
        while found in used:
            found, number = f"{base}_{number}", number + 1
        used.add(found)
        names.append(found)
    return names
