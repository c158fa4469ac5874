"""The bytes of one column as Arrow cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias, cast

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.dbf import binary_cells
from legacy_adapters.sources.files.dbf.layout import Column, Kind, Layout
from legacy_adapters.sources.files.dbf.text_dates import booleans_of, dates_of
from legacy_adapters.sources.files.dbf.text_numbers import as_written, decimals_of
from legacy_adapters.sources.files.desktop.code_page import Matrix, Ragged, as_hex, only
from legacy_adapters.sources.files.desktop.faults import Fault, Rows

Decoded: TypeAlias = tuple[Array, list[Fault]]

_BY_KIND: Final[Mapping[Kind, Callable[[Matrix], Decoded]]] = {
    "date": dates_of,
    "boolean": booleans_of,
    "written": as_written,
    "integer": binary_cells.integers_of,
    "integer7": binary_cells.integers7_of,
    "double": binary_cells.doubles_of,
    "double7": binary_cells.doubles7_of,
    "currency": binary_cells.currencies_of,
    "moment": binary_cells.moments_of,
    "moment7": binary_cells.moments7_of,
}


def decode(column: Column, records: Matrix, layout: Layout) -> Decoded:
    """A column that stands in the records themselves; null where ``_NullFlags`` says so."""
    cells = cells_of(column, records)
    if column.kind == "decimal":
        kind = cast("pa.Decimal128Type[int, int]", column.type)
        array, faults = decimals_of(cells, kind)
    elif column.kind == "text":
        array, faults = layout.code_page.decode(Ragged.of_filled(cells))
    elif column.kind in ("varying", "varying_hex"):
        ragged = _varying(column, cells, records, layout)
        array, faults = (as_hex(ragged), []) if column.kind == "varying_hex" else layout.code_page.decode(ragged)
    else:
        array, faults = _BY_KIND[column.kind](cells)
    if column.null_bit is None:
        return array, faults
    null = _flags(records, layout, column.null_bit)
    return only(array, ~null), [fault for fault in faults if not null[fault.row]]


def cells_of(column: Column, records: Matrix) -> Matrix:
    """The bytes of a column."""
    return records[:, column.field.offset : column.field.offset + column.field.length]


def _varying(column: Column, cells: Matrix, records: Matrix, layout: Layout) -> Ragged:
    """Text of a length of its own: where its bit is set, the last byte says how long."""
    width = cells.shape[1]
    if column.length_bit is None or not width:
        return Ragged.of_filled(cells)
    stated = np.minimum(cells[:, -1], width - 1).astype(np.int64)
    return Ragged.of_lengths(cells, np.where(_flags(records, layout, column.length_bit), stated, width))


def _flags(records: Matrix, layout: Layout, bit: int) -> Rows:
    flags = layout.null_flags
    if flags is None or bit // 8 >= flags.length:
        return np.zeros(len(records), np.bool_)
    return (records[:, flags.offset + bit // 8] >> (bit % 8) & 1).astype(np.bool_)
