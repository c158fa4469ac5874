"""What the first records of a file show of it: its tables, and the columns of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from legacy_adapters.core.batch import BATCH_BYTES
from legacy_adapters.sources.files.json.decoding import NotJson
from legacy_adapters.sources.files.json.entry import Entry
from legacy_adapters.sources.files.json.flatten import ABOVE, Flat, flat

LOOK_RECORDS: Final = 1000
_NOTHING: Final = (None, "[]")
"""A key with null or an empty array: where it is an array of objects elsewhere, it is none here."""

_LOOK_BYTES: Final = BATCH_BYTES

Levels = tuple[str, ...]
"""The way to a table: the path of an array of objects, then of one within its records, and so on. () is the records."""


@dataclass(slots=True)
class Shape:
    """The columns of the records' own table and of those of their children, in the order in which they appear; and
    whether anything but null was in them."""

    tables: dict[Levels, dict[str, bool]] = field(default_factory=dict)

    def columns(self, levels: Levels) -> list[str]:
        """The columns of a table: its own, then those of the records around it."""
        own = list(self.tables.get(levels, {}))
        if not levels:
            return own
        return own + [ABOVE + name for name in self.columns(levels[:-1])]

    def children(self, levels: Levels) -> frozenset[str]:
        """The paths of the arrays of objects that records of this table are known to have."""
        return frozenset(known[-1] for known in self.tables if known[:-1] == levels and known)

    def add(self, record: Any) -> None:
        """Takes a record in. One that cannot be taken apart says nothing."""
        try:
            self._add(flat(record), ())
        except NotJson:
            return

    def _add(self, record: Flat, levels: Levels) -> None:
        columns = self.tables.setdefault(levels, {})
        arrays = self.children(levels)
        for path, cell in record.cells.items():
            if cell not in _NOTHING:
                columns[path] = True
            elif path not in arrays and cell is None:
                columns.setdefault(path, False)
        for path, records in record.children.items():
            if not columns.get(path):
                columns.pop(path, None)
            for child in records:
                self._add(flat(child), (*levels, path))


def shape_of(entries: Iterable[Entry], most: int = LOOK_RECORDS) -> Shape:
    """Looks at the first records."""
    shape = Shape({(): {}})
    for entry in islice(entries, most):
        if entry.code is None:
            shape.add(entry.value)
        if entry.end.byte > _LOOK_BYTES:
            break
    return shape


def name_of(records: Sequence[str], levels: Levels) -> str:
    """What a table is called: the keys on the way to it, with points between them."""
    return ".".join([*records, *levels]) or "records"
