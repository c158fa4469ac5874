"""The raw rows of a stream as they are read: Arrow columns of a closed list of types, with position and origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import pyarrow as pa

Array: TypeAlias = "pa.Array[Any]"
"""An Arrow array of whatever type the context says."""

BATCH_ROWS = 32_768
BATCH_BYTES = 64 * 1024 * 1024
"""Twice as many rows are no faster and cost 80 MB more: a batch is held in several forms on its way."""

_CELL: list[tuple[str, pa.DataType]] = [("text", pa.string()), ("number", pa.bool_())]

MIXED: pa.StructType = pa.struct(_CELL)
"""A column whose cells are of different kinds (SQLite, Access): the text of each cell, and whether the source holds
it as a number. A number's text is plain (``-12.5``, never a locale's); any other text is as the source has it."""

WHOLE_ROW = ""
"""The column of a fault that no cell is to blame for, such as a line with too many fields: the row is a reject whatever
a mapping uses of it. The fault's text is the row as it stands in the source."""

_FAULT: dict[str, pa.DataType] = {
    "row": pa.int32(),
    "column": pa.string(),
    "code": pa.string(),
    "text": pa.string(),
}

FAULTS: pa.Schema = pa.schema(_FAULT)
"""Cells that a reader could not bring into their column's type: row within the batch, column, reason code, and the
cell as text. The cell itself is null."""


def is_allowed(kind: pa.DataType) -> bool:
    """Whether a reader may hand over a column of this type; everything else it must turn into text."""
    if pa.types.is_decimal128(kind):
        return bool(0 <= kind.scale <= kind.precision)
    if pa.types.is_timestamp(kind):
        return kind.unit == "us" and kind.tz in (None, "UTC")
    return kind in (pa.string(), pa.int64(), pa.bool_(), pa.date32(), pa.time64("us"), pa.float64(), MIXED)


@dataclass(frozen=True, slots=True)
class Batch:
    """Up to ``BATCH_ROWS`` rows or some ``BATCH_BYTES`` of one stream.

    ``part`` is one independent piece of the stream (a file's hash, a key range, a company; "" where there is one).
    ``id`` says where the batch starts ("after 4711"): unique in its part, and the same when it is read again.
    ``origin`` has one text per row from which a person finds the row again.
    ``position`` is opaque to all but its reader: handed back to ``Reader.read`` it goes on behind this batch; None
    where the reader cannot go on from here. ``source_modified_at`` is the time of each row's last change, if known.
    """

    stream: str
    part: str
    id: str
    rows: pa.RecordBatch
    origin: Array
    position: str | None
    faults: pa.RecordBatch | None = None
    source_modified_at: Array | None = None
