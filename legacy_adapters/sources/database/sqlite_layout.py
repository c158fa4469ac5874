"""What is selected of a stream of SQLite: every column as text, and at the price of one more column what each cell is.

That column is empty for a row whose cells are all as expected, else ``n,t,b00FF,``: number, text, blob in hexadecimal
digits, null, one for each column that is ``open`` to surprises.
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
    def open(self) -> tuple[CellColumn, ...]:
        """The columns whose cells may surprise."""
        return tuple(column for column in self.columns if column.storage in ("text", "mixed"))

    def expressions(self) -> list[str]:
        """What is selected: the columns, then whether a cell of a sparse column is null, then the kinds."""
        found = [self._cell(column) for column in self.columns]
        found += [f"{column.sql} IS NULL" for column in self._sparse()]
        if self.open:
            surprises = " OR ".join(column.surprise for column in self.open)
            kinds = " || ',' || ".join(column.kind for column in self.open)
            found.append(f"CASE WHEN {surprises} THEN {kinds} ELSE '' END")
        return found

    def suited(self, head: pa.RecordBatch) -> Layout:
        """The layout that suits the first rows better; the same if this one does."""
        columns = zip(self.columns, head.columns, strict=False)
        sparse = {c.name for c, cells in columns if c.storage != "integer" and cells.type != pa.string()}
        likely = {c.name: c.number for c in self.open}
        kinds = self._kinds(head)
        if kinds is not None and len(kinds.rows) > MANY * head.num_rows:
            for i, column in enumerate(self.open):
                if column.storage == "mixed":
                    cells = head.column(self.columns.index(column))
                    surprises = kinds.of(i).count("t" if column.number else "n")
                    likely[column.name] ^= 2 * surprises > len(cells) - cells.null_count
        changed = tuple(replace(c, number=likely.get(c.name, c.number)) for c in self.columns)
        return Layout(changed, self.sparse | sparse)

    def decode(self, batch: pa.RecordBatch) -> Cells:
        """The columns in their types, and the faults."""
        nulls = dict(zip((c.name for c in self._sparse()), batch.columns[len(self.columns) :], strict=False))
        kinds = self._kinds(batch)
        places = {column.name: i for i, column in enumerate(self.open)}
        cells = Cells()
        for column, raw in zip(self.columns, batch.columns, strict=False):
            text = raw
            if column.name in nulls:
                text = pc.if_else(pc.equal(nulls[column.name], 1), pa.scalar(None, pa.string()), raw)
            elif column.storage != "integer" and raw.type != pa.string():
                text = pa.nulls(len(raw), pa.string())
            place = places.get(column.name)
            cells.add(column, text, None if kinds is None or place is None else kinds.of(place))
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

    def _kinds(self, batch: pa.RecordBatch) -> Kinds | None:
        """The kinds of the cells of the rows that are not ordinary; None where all are."""
        if not self.open:
            return None
        column = batch.columns[-1]
        if not pc.max(pc.binary_length(column)).as_py():
            return None
        rows = np.flatnonzero(pc.binary_length(column).to_numpy(zero_copy_only=False))
        parts = pc.list_flatten(pc.split_pattern(taken(column, rows), ","))
        return Kinds(rows, parts, len(self.open))
