"""Columns of mixed cells, once all of them are known: whole numbers or decimals if every cell is one, else text."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import MIXED
from legacy_adapters.values.decimals import parse_decimal
from legacy_adapters.values.notation import PLAIN

Column: TypeAlias = "pa.ChunkedArray[Any]"

_DIGITS: Final = 38
"""What a decimal holds at most."""


def narrowed(column: Column) -> Column:
    """A ``MIXED`` column in the narrowest type that holds every cell exactly; any other column as it is."""
    if column.type != MIXED:
        return column
    cells = pl.Series("cells", column).struct.unnest()
    texts = cells["text"]
    if not cells.filter(pl.col("text").is_not_null())["number"].all():
        return _text(texts)
    whole = texts.cast(pl.Int64, strict=False)
    if whole.null_count() == texts.null_count():
        return pa.chunked_array([whole.to_arrow()], pa.int64())
    return _decimals(texts) or _text(texts)


def _decimals(texts: pl.Series) -> Column | None:
    decimals = texts.str.split_exact(".", 1).struct.field("field_1").str.len_bytes().max()
    scale = decimals if isinstance(decimals, int) else 0
    if scale > _DIGITS:
        return None
    value = parse_decimal(pl.col("text"), PLAIN, precision=_DIGITS, scale=scale).value
    found = texts.to_frame("text").lazy().select(value.alias("value")).collect()["value"]
    if found.null_count() != texts.null_count():
        return None
    column: Column = pa.chunked_array([found.to_arrow()])
    return column


def _text(texts: pl.Series) -> Column:
    return pa.chunked_array([texts.to_arrow().cast(pa.string())], pa.string())
