"""The bytes of one column as Arrow cells. NULs are null in every type."""

from __future__ import annotations

from typing import Any, Final, TypeAlias, cast

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.desktop.code_page import CodePage, Matrix, Ragged, as_hex, only
from legacy_adapters.sources.files.desktop.exact_decimals import CHUNK_DIGITS, from_chunks
from legacy_adapters.sources.files.desktop.faults import Fault, Rows
from legacy_adapters.sources.files.desktop.moments import DAY_MILLISECONDS, dates, is_day, times
from legacy_adapters.sources.files.desktop.ordered_numbers import (
    EPOCH,
    double_cells,
    integer_cells,
    integers,
    moment_cells,
)
from legacy_adapters.sources.files.paradox.fields import Field

Decoded: TypeAlias = tuple[Array, list[Fault]]

_FALSE, _TRUE = 0x80, 0x81
_POSITIVE: Final = 0x80


def decode(field: Field, cells: Matrix, code_page: CodePage) -> Decoded:
    """A column that stands in the records themselves."""
    match field.kind:
        case "text":
            array, faults = code_page.decode(Ragged.of_filled(cells))
            return only(array, _filled(cells)), faults
        case "bytes":
            return only(as_hex(Ragged.of_matrix(cells)), _filled(cells)), []
        case "integer":
            return integer_cells(cells), []
        case "double":
            return double_cells(cells), []
        case "boolean":
            return _booleans(cells)
        case "date":
            return _dates(cells)
        case "time":
            return _times(cells)
        case "moment":
            array, odd = moment_cells(cells)
            return array, _faults(cells, odd, "not_a_date")
        case _:
            return _bcd(cells, cast("pa.Decimal128Type[int, int]", field.type))


def _booleans(cells: Matrix) -> Decoded:
    letters = cells[:, 0]
    valid = (letters == _TRUE) | (letters == _FALSE)
    return pa.array(letters == _TRUE, mask=~valid), _faults(cells, ~valid & (letters != 0), "not_a_boolean")


def _dates(cells: Matrix) -> Decoded:
    numbers, there = integers(cells)
    valid = there & is_day(numbers - EPOCH)
    return dates(numbers - EPOCH, valid), _faults(cells, there & ~valid, "not_a_date")


def _times(cells: Matrix) -> Decoded:
    numbers, there = integers(cells)
    valid = there & (numbers >= 0) & (numbers < DAY_MILLISECONDS)
    return times(numbers, valid), _faults(cells, there & ~valid, "not_a_date")


def _bcd(cells: Matrix, kind: pa.Decimal128Type[int, int]) -> Decoded:
    """Thirty-two digits, two in a byte, turned over where the number is negative."""
    there = cells[:, 0] != 0
    negative = (cells[:, 0] & _POSITIVE) == 0
    packed = np.where(negative[:, None], ~cells[:, 1:], cells[:, 1:])
    digits = np.stack([packed >> 4, packed & 0x0F], axis=2).reshape(len(cells), 2 * packed.shape[1])
    valid = there & (digits <= 9).all(axis=1)
    high, low = _number(digits[:, :-CHUNK_DIGITS]), _number(digits[:, -CHUNK_DIGITS:])
    column = from_chunks(np.where(valid, high, 0), np.where(valid, low, 0), negative & valid, valid, kind)
    return column, _faults(cells, there & ~valid, "not_a_number")


def _filled(cells: Matrix) -> Rows:
    found: Rows = (cells != 0).any(axis=1)
    return found


def _number(digits: Matrix) -> Rows:
    total: np.ndarray[tuple[int], np.dtype[Any]] = np.zeros(len(digits), np.int64)
    for place in digits.T:
        total = total * 10 + place
    return total


def _faults(cells: Matrix, odd: Rows, code: str) -> list[Fault]:
    return [Fault(row, code, cells[row].tobytes().hex()) for row in np.flatnonzero(odd).tolist()]
