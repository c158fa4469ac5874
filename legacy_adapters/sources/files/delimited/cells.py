"""Columns of bytes become columns of text; a cell that is no text in the file's code page is null and a fault."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as arrow_compute
from numpy.typing import NDArray

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.delimited.charset import Charset

_compute: Any = arrow_compute

Undecodable: TypeAlias = dict[int, str]
"""Row → what stands in its cell, for a person: bytes that are no text as ``\\x81``."""

_HIGH_BITS = np.uint64(0x8080808080808080)


def as_text(column: Array, charset: Charset) -> tuple[Array, Undecodable]:
    """The column as ``pa.string()``, and the cells that could not be decoded."""
    if column.null_count == len(column):
        return pa.nulls(len(column), pa.string()), {}
    if column.offset:
        column = pa.concat_arrays([column, pa.array([], pa.binary())])
    buffers: list[Any] = column.buffers()
    valid, offsets, data = buffers
    count = np.frombuffer(offsets, np.int32, len(column) + 1)
    used: Any = np.frombuffer(data, np.uint8)[: int(count[-1])] if data is not None else np.empty(0, np.uint8)
    if _is_ascii(used):
        return _string(len(column), valid, offsets, data), {}
    if charset.working == "utf-8":
        try:
            return column.cast(pa.string()), {}
        except pa.ArrowInvalid:
            return _one_by_one(column, charset)
    try:
        text = str(used, charset.codec).encode("utf-8")
    except UnicodeDecodeError:
        return _one_by_one(column, charset)
    offsets = pa.py_buffer(_longer(count, used, len(text), charset))
    return _string(len(column), valid, offsets, pa.py_buffer(text)), {}


def _is_ascii(data: NDArray[np.uint8]) -> bool:
    words = len(data) // 8 * 8
    return not (np.bitwise_or.reduce(data[:words].view(np.uint64)) & _HIGH_BITS) and not (data[words:] >= 0x80).any()


def _string(rows: int, valid: Any, offsets: Any, data: Any) -> Array:
    return pa.Array.from_buffers(pa.string(), rows, [valid, offsets, data])


def _longer(offsets: NDArray[np.int32], data: NDArray[np.uint8], size: int, charset: Charset) -> Any:
    """Where cells begin once each of their characters has the bytes that it takes in UTF-8, ``size`` in all."""
    assert charset.lengths is not None
    more: Any = data >= 0x80
    if size != len(data) + np.count_nonzero(more):
        more = charset.lengths[data] - 1
    before = np.zeros(len(data) + 1, np.int32)
    np.cumsum(more, out=before[1:])
    return offsets + before[offsets]


def _one_by_one(column: Array, charset: Charset) -> tuple[Array, Undecodable]:
    texts: list[str | None] = []
    faults: Undecodable = {}
    cells: list[Any] = column.to_pylist()
    for i, cell in enumerate(cells):
        try:
            texts.append(None if cell is None else str(cell, charset.working))
        except UnicodeDecodeError:
            texts.append(None)
            faults[i] = charset.show(cell)
    return pa.array(texts, pa.string()), faults


_EXCEL_TEXT = r'(?s)^="([^"]|"")*"$'


def without_excel_guard(column: Array) -> Array:
    """``="0012"``, by which a code is kept from becoming a number in Excel, as 0012."""
    guarded = _compute.fill_null(_compute.match_substring_regex(column, _EXCEL_TEXT), False)
    if not guarded.true_count:
        return column
    inner = _compute.utf8_slice_codeunits(column.filter(guarded), 2, -1)
    found: Array = _compute.replace_with_mask(column, guarded, _compute.replace_substring(inner, '""', '"'))
    return found
