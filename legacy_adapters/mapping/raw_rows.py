"""The raw rows that a mapping works on, as Arrow columns: as they were read, or as a hook left them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pyarrow as pa

from legacy_adapters.core.batch import MIXED, Array


@dataclass(frozen=True, slots=True)
class RawRows:
    """Raw rows, and the columns of doubles that a hook made or changed: no amount may come from those."""

    rows: pa.RecordBatch
    doubles: frozenset[str] = frozenset()


def nulls(count: int, kind: pa.DataType) -> Array:
    """A column without values."""
    return cast("Array", pa.nulls(count, cast("Any", kind)))


def in_type(column: Array, kind: pa.DataType) -> Array:
    """The column as another type that holds all of it."""
    return column if column.type == kind else column.cast(kind)


def cells(column: Array) -> tuple[Array, Array]:
    """The text of each cell of a mixed column, and whether the source holds it as a number."""
    text, number = cast("pa.StructArray", column).flatten()
    return text, number


def shown(column: Array) -> Array:
    """A raw column as a person or a hook sees it: cells of a mixed column are their text."""
    return cells(column)[0] if column.type == MIXED else column
