"""What the columns of a copybook are called: the item's own name wherever that is enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A field's name, the names of the groups around it from the outermost inwards, and its subscripts."""

    name: str
    groups: tuple[str, ...]
    subscripts: tuple[int, ...] = ()

    def qualified(self, depth: int) -> str:
        """With the names of ``depth`` groups around it, as many as there are, and its subscripts."""
        groups = self.groups[-depth:] if depth else ()
        return "_".join([".".join([*groups, self.name]), *map(str, self.subscripts)])


def column_names(fields: Sequence[Named]) -> list[str]:
    """``NAME``; ``NAME_1``, ``NAME_2`` for occurrences; ``GROUP.NAME`` where the name stands in several groups, with
    as many groups as make it unique; where even all of them do not, a number in brackets."""
    deepest = max((len(field.groups) for field in fields), default=0)
    names = [field.qualified(0) for field in fields]
    for depth in range(1, deepest + 1):
        counts = Counter(names)
        if len(counts) == len(names):
            return names
        names = [
            field.qualified(depth) if counts[name] > 1 else name for field, name in zip(fields, names, strict=True)
        ]
    return _numbered(names)


def _numbered(names: Sequence[str]) -> list[str]:
    counts = Counter(names)
    taken = set(counts)
    found = []
    for name in names:
        free, number = name, 1
        while counts[name] > 1 and free in taken:
            number += 1
            free = f"{name} ({number})"
        taken.add(free)
        found.append(free)
    return found
