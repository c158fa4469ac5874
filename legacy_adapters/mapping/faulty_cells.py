"""The cells of a batch that its reader could not bring into their column's type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from legacy_adapters.core.batch import WHOLE_ROW, Batch
from legacy_adapters.core.reject import Reason
from legacy_adapters.values.parsed import FAULT


@dataclass(frozen=True, slots=True)
class FaultyCells:
    """The reason's code and the cell as text, by column and number of the row."""

    cells: Mapping[str, Mapping[int, tuple[str, str | None]]]

    @classmethod
    def of(cls, batch: Batch) -> FaultyCells:
        """The faulty cells of a batch."""
        cells: dict[str, dict[int, tuple[str, str | None]]] = {}
        for fault in [] if batch.faults is None else batch.faults.to_pylist():
            cells.setdefault(fault["column"], {})[fault["row"]] = (fault["code"], fault["text"])
        return cls(cells)

    def at(self, row: int, columns: Iterable[str]) -> tuple[str, str | None] | None:
        """The first faulty cell of a row among some columns, in their order."""
        found = (self.cells[column].get(row) for column in sorted(columns) if column in self.cells)
        return next((cell for cell in found if cell is not None), None)

    def faults(self, columns: Iterable[str], count: int, numbers: pl.Series | None = None) -> pl.Series | None:
        """The faults of a value made of some columns, for ``count`` rows, which have these ``numbers`` in the batch
        (None: from 0); None if there are none."""
        rows = {row for column in columns for row in self.cells.get(column, ())}
        if not rows:
            return None
        codes = {row: found[0] for row in rows if (found := self.at(row, columns)) is not None}
        places = pl.int_range(count, eager=True) if numbers is None else numbers
        return places.replace_strict(
            list(codes), pl.Series(list(codes.values()), dtype=FAULT), default=None, return_dtype=FAULT
        )


def whole_rows_at_fault(batch: Batch) -> dict[int, list[Reason]]:
    """The rows that could not be read as rows: there is nothing else to say of them."""
    reasons: dict[int, list[Reason]] = {}
    for fault in [] if batch.faults is None else batch.faults.to_pylist():
        if fault["column"] == WHOLE_ROW:
            reasons.setdefault(fault["row"], []).append(Reason(fault["code"], "", WHOLE_ROW, fault["text"]))
    return reasons
