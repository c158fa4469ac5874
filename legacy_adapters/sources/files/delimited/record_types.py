"""Tells several kinds of records in one file apart by the code in one of their fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legacy_adapters.sources.files.delimited.cutting import Run
from legacy_adapters.sources.files.delimited.exact import read_row
from legacy_adapters.sources.files.delimited.regular import Places, begins_with
from legacy_adapters.sources.files.delimited.signs import Signs

UNKNOWN: Final = -1
"""A code that nobody stated: such a row is handed over with every table, as a fault, so that none can miss it."""

IGNORED: Final = -2


@dataclass(frozen=True, slots=True)
class RecordCodes:
    """``field`` (from 0) holds the code; ``tables``: code → the number of its table, or ``IGNORED``."""

    signs: Signs
    field: int
    tables: dict[bytes, int]

    def of(self, run: Run, data: bytes, kept: Places) -> NDArray[np.int64]:
        """The table of each kept row of a run."""
        if run.rows is not None:
            rows = run.rows
            return np.array(
                [
                    self._table_of(rows[i].fields or self._as_it_looks(data[rows[i].start : rows[i].end]))
                    for i in kept.tolist()
                ],
                np.int64,
            )
        starts, ends = run.starts[kept], run.ends[kept]
        found = self._by_prefix(data, starts, ends) if self.field == 0 else np.full(len(kept), UNKNOWN, np.int64)
        for i in np.flatnonzero(found == UNKNOWN).tolist():
            row = read_row(data, int(starts[i]), True, self.signs)
            fields = row.fields if row is not None else ()
            found[i] = self._table_of(fields or self._as_it_looks(data[int(starts[i]) : int(ends[i])]))
        return found

    def _table_of(self, fields: tuple[bytes, ...]) -> int:
        code = fields[self.field].strip(b" ") if self.field < len(fields) else b""
        return self.tables.get(code, UNKNOWN)

    def _as_it_looks(self, line: bytes) -> tuple[bytes, ...]:
        """The fields of a broken row, as far as delimiters alone tell."""
        quote = self.signs.quote or b""
        return tuple(field.strip(quote) if quote else field for field in line.split(self.signs.delimiter))

    def _by_prefix(self, data: bytes, starts: Places, ends: Places) -> NDArray[np.int64]:
        """For a code that stands first: the table of each row, as far as it is written plainly or in quotes."""
        view = np.frombuffer(data, np.uint8)
        found = np.full(len(starts), UNKNOWN, np.int64)
        quote = self.signs.quote
        for code, table in self.tables.items():
            for written in (code, quote + code + quote) if quote else (code,):
                behind = view[np.minimum(starts + len(written), len(view) - 1)]
                whole = (starts + len(written) == ends) | (behind == self.signs.delimiter[0])
                found[begins_with(view, starts, ends, written) & whole] = table
        return found
