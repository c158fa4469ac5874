"""What is selected of a stream of SQLite: every column as text, and at the price of one more column what each cell is.

That column is empty for a row whose cells are all as expected, else ``n,t,b00FF,``: number, text, blob in hexadecimal
digits, null, one for each column that is open to surprises.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.sources.database.sqlite_cells import Cells, Kinds
from legacy_adapters.sources.database.sqlite_columns import CellColumn
from legacy_adapters.sources.database.sqlite_reals import taken

pc: Any = pyarrow.compute

GROUP: Final = 100
"""Columns whose kinds are told together: SQLite takes expressions up to a depth of 1,000."""

MANY: Final = 0.1
"""Where more than this part of the first rows is not as expected, something else is expected."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns are read, and which of them were ``sparse``, null in all of the first rows.

    The driver takes a column's type from the rows it fetches first, and for nulls alone it takes whole numbers: of a
    sparse column no null is fetched, but an empty text, and in a column of its own whether it stands for null.
    """

    columns: tuple[CellColumn, ...]
    sparse: frozenset[str] = frozenset()

    @property
    def groups(self) -> list[tuple[CellColumn, ...]]:
        """The columns whose cells may surprise, as many together as have one column for their kinds."""
        open_ = [column for column in self.columns if column.storage in ("text", "mixed")]
        return [tuple(open_[i : i + GROUP]) for i in range(0, len(open_), GROUP)]

    def expressions(self) -> list[str]:
        """What is selected: the columns, then whether a cell of a sparse column is null, then the kinds."""
        found = [self._cell(column) for column in self.columns]
        found += [f"{column.sql} IS NULL" for column in self._sparse()]
        for group in self.groups:
            surprises = " OR ".join(column.surprise for column in group)
            kinds = " || ',' || ".join(column.kind for column in group)
            found.append(f"CASE WHEN {surprises} THEN {kinds} ELSE '' END")
        return found

    def suited(self, head: pa.RecordBatch) -> Layout:
        """The layout that suits the first rows better; the same if this one does."""
        kinds = self._kinds(head)
        sparse = set(self.sparse)
        columns = []
        for column, cells in zip(self.columns, head.columns, strict=False):
            number = column.number
            if column.storage != "integer" and cells.type != pa.string():
                sparse.add(column.name)
            found = kinds.get(column.name)
            if column.storage == "mixed" and found is not None and len(found.rows) > MANY * head.num_rows:
                number ^= 2 * found.count("t" if number else "n") > len(cells) - cells.null_count
            columns.append(replace(column, number=number))
        return Layout(tuple(columns), frozenset(sparse))

    def decode(self, batch: pa.RecordBatch) -> Cells:
        """The columns in their types, and the faults."""
        nulls = dict(zip((c.name for c in self._sparse()), batch.columns[len(self.columns) :], strict=False))
        kinds = self._kinds(batch)
        cells = Cells()
        for column, raw in zip(self.columns, batch.columns, strict=False):
            text = raw
            if column.name in nulls:
                text = pc.if_else(pc.equal(nulls[column.name], 1), pa.scalar(None, pa.string()), raw)
            elif column.storage != "integer" and raw.type != pa.string():
                text = pa.nulls(len(raw), pa.string())
            cells.add(column, text, kinds.get(column.name))
        return cells

    def _cell(self, column: CellColumn) -> str:
        if column.storage == "integer":
            return column.sql
        text = f"CAST({column.sql} AS TEXT)"
        if column.storage == "blob":
            text = f"CASE WHEN {column.is_blob} THEN hex({column.sql}) ELSE {text} END"
        return f"ifnull({text}, '')" if column.name in self.sparse else text

    def _sparse(self) -> tuple[CellColumn, ...]:
        return tuple(column for column in self.columns if column.name in self.sparse)

    def _kinds(self, batch: pa.RecordBatch) -> dict[str, Kinds]:
        """By column: the kinds of its cells in those rows that are not ordinary; without those that have none such."""
        found: dict[str, Kinds] = {}
        groups = self.groups
        for group, told in zip(groups, batch.columns[batch.num_columns - len(groups) :], strict=True):
            lengths = pc.binary_length(told)
            if pc.max(lengths).as_py():
                rows = np.flatnonzero(lengths.to_numpy(zero_copy_only=False))
                parts = pc.list_flatten(pc.split_pattern(taken(told, rows), ","))
                for place, column in enumerate(group):
                    found[column.name] = Kinds(rows, taken(parts, np.arange(place, len(parts), len(group))))
        return found
