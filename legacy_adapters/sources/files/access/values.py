"""Cells of Access as Arrow columns, exact; what a column cannot hold is null, and a fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from legacy_adapters.core.batch import MIXED, Array
from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.calculated import calculated_number, unwrapped
from legacy_adapters.sources.files.access.dates import extended, moments
from legacy_adapters.sources.files.access.decimals import currency, numeric
from legacy_adapters.sources.files.access.definition import Column
from legacy_adapters.sources.files.access.long_value import Missing, length_of, long_value
from legacy_adapters.sources.files.access.pages import Pages
from legacy_adapters.sources.files.access.rows import Rows
from legacy_adapters.sources.files.access.text import decoded
from legacy_adapters.sources.files.faults import Fault, valid
from legacy_adapters.sources.files.mixed import as_mixed

arrow: Any = pa
Read: TypeAlias = Callable[[Column], Array]

_WHOLE: Final = {jet.BYTE: "<u1", jet.INTEGER: "<i2", jet.LONG: "<i4", jet.COMPLEX: "<i4", jet.BIG: "<i8"}
_SHOWN: Final = 1000
_DIGITS: Final = 38


def type_of(column: Column) -> pa.DataType:
    """The type in which a column is handed over."""
    match column.kind:
        case jet.BOOLEAN:
            return pa.bool_()
        case jet.CURRENCY:
            return pa.decimal128(19, 4)
        case jet.NUMERIC if column.calculated:
            return MIXED
        case jet.NUMERIC:
            precision = min(max(column.precision, column.scale, 1), _DIGITS)
            return pa.decimal128(precision, min(column.scale, precision))
        case jet.SINGLE:
            return MIXED
        case jet.DOUBLE:
            return pa.float64()
        case jet.DATE | jet.EXTENDED_DATE:
            return pa.timestamp("us")
        case _:
            return pa.int64() if column.kind in _WHOLE else pa.string()


class Values:
    """The cells of some rows, column by column; ``faults`` gathers those that cannot be held."""

    def __init__(self, pages: Pages, rows: Rows) -> None:
        self.faults: list[Fault] = []
        self._pages = pages
        self._rows = rows
        self._readers: dict[int, Read] = {
            jet.BOOLEAN: self._boolean,
            jet.TEXT: self._text,
            jet.MEMO: self._memo,
            jet.OLE: self._ole,
        }

    def array(self, column: Column) -> Array:
        """The cells of a column."""
        if column.kind in self._readers:
            return self._readers[column.kind](column)
        if column.kind == jet.NUMERIC and column.calculated:
            return self._calculated_numeric(column)
        return self._fixed(column) if column.kind in jet.FIXED_SIZES else self._binary(column)

    def check(self, column: Column) -> None:
        """Finds the rows that are too short for a column that nobody wants: they are rejects all the same."""
        if column.kind == jet.MEMO:
            self._rows.variable(column)
        elif column.kind in jet.FIXED_SIZES and not (column.kind == jet.NUMERIC and column.calculated):
            self._bytes(column, jet.FIXED_SIZES[column.kind])
        elif column.kind != jet.BOOLEAN or column.calculated:
            self._cells(column)

    def _cells(self, column: Column) -> list[bytes | None]:
        cells = self._rows.slices(column) if column.fixed else self._rows.variable(column)
        return [unwrapped(cell) for cell in cells] if column.calculated else cells

    def _bytes(self, column: Column, size: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
        """Cells of one size; also where the definition calls them variable."""
        if column.fixed and not column.calculated:
            return self._rows.fixed(column, size)
        cells = self._cells(column)
        filled = np.array([bool(cell) for cell in cells], dtype=np.bool_)
        there = np.array([cell is not None and len(cell) == size for cell in cells], dtype=np.bool_)
        self._rows.broken |= filled & ~there
        joined = b"".join(cell if cell is not None and len(cell) == size else b"\0" * size for cell in cells)
        return np.frombuffer(joined, dtype=np.uint8).reshape(len(cells), size), there

    def _fixed(self, column: Column) -> Array:
        cells, there = self._bytes(column, jet.FIXED_SIZES[column.kind])
        match column.kind:
            case jet.CURRENCY:
                return currency(cells, there)
            case jet.NUMERIC:
                return numeric(column.name, cells, there, type_of(column), self.faults)
            case jet.SINGLE:
                return as_mixed(arrow.array(cells.view("<f4").reshape(-1), mask=~there))
            case jet.DOUBLE:
                return as_array(arrow.array(cells.view("<f8").reshape(-1), mask=~there))
            case jet.DATE:
                return moments(column.name, cells.view("<f8").reshape(-1), there, self.faults)
            case jet.EXTENDED_DATE:
                return extended(column.name, cells, there, self.faults)
            case jet.GUID:
                texts = [_guid(cell) if filled else None for cell, filled in zip(cells, there, strict=True)]
                return pa.array(texts, pa.string())
            case _:
                whole = cells.view(_WHOLE[column.kind]).reshape(-1).astype(np.int64)
                return as_array(arrow.array(whole, mask=~there))

    def _boolean(self, column: Column) -> Array:
        """A truth value is never null: its bit in the mask is its value. A calculated one has a byte."""
        if column.calculated:
            return pa.array([any(cell) if cell else None for cell in self._cells(column)], pa.bool_())
        return as_array(arrow.array(self._rows.present(column), mask=self._rows.broken))

    def _calculated_numeric(self, column: Column) -> Array:
        cells = [None if not cell else calculated_number(cell) for cell in self._cells(column)]
        texts = [None if cell is None else format(cell, "f") for cell in cells]
        number = pa.array([text is not None for text in texts], pa.bool_())
        text = pa.array(texts, pa.string())
        return pa.StructArray.from_arrays([text, number], fields=[MIXED.field(0), MIXED.field(1)], mask=text.is_null())

    def _text(self, column: Column) -> Array:
        return pa.array(self._decoded(column, self._cells(column)), pa.string())

    def _memo(self, column: Column) -> Array:
        found: list[bytes | None] = []
        for row, raw in enumerate(self._rows.variable(column)):
            try:
                found.append(None if raw is None else long_value(self._pages, raw))
            except Missing as error:
                self.faults.append((row, column.name, error.code, error.text))
                found.append(None)
        if column.calculated:
            found = [unwrapped(cell) for cell in found]
        return pa.array(self._decoded(column, found), pa.string())

    def _decoded(self, column: Column, cells: list[bytes | None]) -> list[str | None]:
        texts = [None if cell is None else decoded(cell, column.codec) for cell in cells]
        for row, (text, cell) in enumerate(zip(texts, cells, strict=True)):
            if cell is not None and (text is None or valid(text) != text):
                self.faults.append((row, column.name, "undecodable", cell[:_SHOWN].hex()))
                texts[row] = None
        return texts

    def _ole(self, column: Column) -> Array:
        return self._nothing(column, lambda cell: f"{length_of(cell)} bytes")

    def _binary(self, column: Column) -> Array:
        return self._nothing(column, lambda cell: cell[:_SHOWN].hex())

    def _nothing(self, column: Column, shown: Callable[[bytes], str]) -> Array:
        cells = self._cells(column)
        self.faults += [
            (row, column.name, "binary_value", shown(cell)) for row, cell in enumerate(cells) if cell is not None
        ]
        return as_array(arrow.nulls(len(cells), pa.string()))


def as_array(found: Any) -> Array:
    """What a function of Arrow returned."""
    array: Array = found
    return array


def _guid(cell: npt.NDArray[np.uint8]) -> str:
    """As Access shows it."""
    return f"{{{str(UUID(bytes_le=bytes(cell))).upper()}}}"
