"""A value on its way from a raw column to a field."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import MIXED
from legacy_adapters.mapping.columns import Column
from legacy_adapters.values.cells import as_text

TEXT = pa.string()


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of ``type``; a column of mixed cells is text, with ``is_number`` where the source holds a number.

    ``plain`` text is of our own making (``-12.5``, ISO dates), and so in no locale. ``final``: it already is what the
    field holds, as a constant or the result of a lookup. Cells with one ``key`` are the same value.
    """

    value: pl.Expr
    type: pa.DataType
    is_number: pl.Expr | None = None
    plain: bool = False
    final: bool = False
    key: Hashable = None

    @property
    def is_text(self) -> bool:
        """Whether the value is text, of the source's or our own making."""
        return bool(self.type == TEXT)

    def as_text(self) -> Cell:
        """The value as text; what the source delivers typed is written plainly."""
        if self.is_text:
            return self
        return replace(self, value=as_text(self.value, self.type), type=TEXT, plain=True)


def cell_of(column: Column) -> Cell:
    """The cells of a raw column."""
    value = pl.col(column.name)
    if column.type == MIXED:
        return Cell(value.struct.field("text"), TEXT, is_number=value.struct.field("number"), key=column.name)
    return Cell(value, column.type, key=column.name)
