"""The cells of raw columns: what a mixed column holds, and any column as the text that a person would expect."""

from __future__ import annotations

import polars as pl

from legacy_adapters.values.parsed import ColumnType, polars_type
from legacy_adapters.values.text import number_text


def unmix(column: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The text of each cell of a ``core.batch.MIXED`` column, and whether the source holds it as a number."""
    return column.struct.field("text"), column.struct.field("number")


def as_text(column: pl.Expr, dtype: ColumnType) -> pl.Expr:
    """A typed column as text: decimals with the decimals they were delivered with (``42.00``), doubles without ``.0``,
    dates and times as ISO 8601 without a fraction that is zero, ``true`` and ``false``; text and mixed cells unchanged.

    Raises ``ValueError`` for a type that no reader may hand over.
    """
    kind = polars_type(dtype)
    match kind:
        case pl.String():
            return column
        case pl.Decimal() | pl.Boolean():
            return column.cast(pl.String)
        case pl.Date():
            return column.dt.to_string("%Y-%m-%d")
        case pl.Datetime():
            return column.dt.to_string("%Y-%m-%dT%H:%M:%S%.f" + ("Z" if kind.time_zone else ""))
        case pl.Time():
            return column.dt.to_string("%H:%M:%S%.f")
        case pl.Struct():
            return unmix(column)[0]
        case _ if kind.is_numeric():
            return number_text(column, kind)
        case _:
            raise ValueError(f"a column of {kind} cannot be written as text")
