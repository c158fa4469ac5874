"""The column ``extra``: what was not mapped, as a JSON object with sorted keys."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
import pyarrow as pa

from legacy_adapters.mapping.cell import cell_of
from legacy_adapters.mapping.columns import Column

EXTRA: Column = pa.field(
    "extra", pa.string(), metadata={"description": "What was not mapped, as JSON with sorted keys."}
)


def extra_of(columns: Iterable[Column]) -> pl.Expr:
    """The columns of each row as JSON: numbers and dates as text, so that nothing is lost; null if there are none."""
    cells = [_value(column).alias(column.name) for column in sorted(columns, key=lambda column: column.name)]
    return pl.struct(cells).struct.json_encode() if cells else pl.lit(None, dtype=pl.String)


def _value(column: Column) -> pl.Expr:
    return pl.col(column.name) if pa.types.is_boolean(column.type) else cell_of(column).as_text().value
