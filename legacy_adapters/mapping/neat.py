"""Which raw columns of a batch need no trimming: most, and to look is much less work than to trim.

Only the ends of the texts are looked at, byte by byte. A column that may have a blank there is trimmed: that is right
whether or not it has one.
"""

from __future__ import annotations

from typing import Final, TypeAlias, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from legacy_adapters.core.batch import MIXED, Array

_Bytes: TypeAlias = "npt.NDArray[np.uint8]"
_Places: TypeAlias = "npt.NDArray[np.intp]"
_Number = TypeVar("_Number", np.int32, np.uint8)

_ASCII: Final = 0x80
_BLANK: Final = 0x20
"""It and all below it are blanks, or such rare controls that they may be taken for some."""


def _marked(*values: int) -> npt.NDArray[np.bool_]:
    marks = np.zeros(256, dtype=np.bool_)
    marks[list(values)] = True
    return marks


_FIRST: Final = _marked(*range(_BLANK + 1), 0xC2, 0xE1, 0xE2, 0xE3)
"""What a blank of Unicode may begin with in UTF-8: U+0085, U+00A0, U+1680, U+2000 to U+205F, U+3000."""

_LAST_BUT_ONE: Final = _marked(0xC2, 0x80, 0x81, 0x9A)
"""What stands before the last byte of one that is not ASCII."""


def neat_columns(rows: pa.RecordBatch) -> frozenset[str]:
    """The columns of text, or of mixed cells, in which trimming would change nothing: no blank at either end of any
    text, and none empty."""
    names = rows.schema.names
    return frozenset(name for name, column in zip(names, rows.columns, strict=True) if _is_neat(_text_of(column)))


def _text_of(column: Array) -> Array | None:
    if isinstance(column, pa.StructArray):
        return column.field("text") if column.type == MIXED else None
    return column if column.type == pa.string() else None


def _is_neat(text: Array | None) -> bool:
    if text is None:
        return False
    if text.null_count == len(text):
        return True
    _, places, data = text.buffers()
    if places is None or data is None:
        return False
    ends = _numbers(places, np.int32)[text.offset : text.offset + len(text) + 1].astype(np.intp)
    first, behind = ends[:-1], ends[1:]
    filled = first < behind
    if not filled.all():
        if not np.array_equal(filled, text.is_valid().to_numpy(zero_copy_only=False)):
            return False
        first, behind = first[filled], behind[filled]
    return _has_no_blanks(_numbers(data, np.uint8), first, behind - 1)


def _has_no_blanks(data: _Bytes, first: _Places, last: _Places) -> bool:
    opening, ending = data.take(first), data.take(last)
    if (opening <= _BLANK).any() or (ending <= _BLANK).any():
        return False
    if _FIRST[opening[opening >= _ASCII]].any():
        return False
    foreign = last[ending >= _ASCII]
    return not _LAST_BUT_ONE[data[foreign - 1]].any()


def _numbers(buffer: pa.Buffer, kind: type[_Number]) -> npt.NDArray[_Number]:
    # A buffer of Arrow is one of Python's, which its stubs do not know.
    return np.frombuffer(cast("memoryview[int]", buffer), dtype=kind)
