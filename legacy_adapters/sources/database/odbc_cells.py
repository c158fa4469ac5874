"""Cells of an ODBC driver as Arrow columns: a whole column at once where all is well, else cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa

from legacy_adapters.core.batch import FAULTS, MIXED, Array
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.odbc_types import OdbcColumn

Fault = tuple[int, str, str, str]
"""Row, column, code and text, as in ``FAULTS``."""


def cells_of(column: OdbcColumn, cells: Sequence[Any]) -> tuple[Array, list[Fault]]:
    """A column in its type, and the cells that it cannot hold."""
    if column.type == MIXED:
        values = [None if cell is None else _mixed(cell) for cell in cells]
        return pa.array(values, MIXED), []
    if column.type == pa.string():
        return pa.array([None if cell is None else plain(cell) for cell in cells], pa.string()), []
    if set(map(type, cells)) <= {column.python, type(None)}:
        try:
            return pa.array(cells, column.type), []
        except (pa.ArrowInvalid, OverflowError, ValueError):
            # One of them does not fit; the next lines find out which.
            pass
    return _one_by_one(column, cells)


def order_of(column: OdbcColumn, cells: Sequence[Any]) -> Array:
    """A column that rows are ordered by: whole numbers, text, or ``MIXED`` for decimals."""
    if column.python is int:
        return cells_of(column, cells)[0]
    if column.python is Decimal:
        return pa.array([None if cell is None else _mixed(cell) for cell in cells], MIXED)
    return pa.array([None if cell is None else plain(cell) for cell in cells], pa.string())


def value_of(cell: Any) -> Value | None:
    """A single value as a position holds it."""
    if cell is None:
        return None
    return Value(plain(cell), number=isinstance(cell, int | float | Decimal) and not isinstance(cell, bool))


def faults_of(found: Sequence[Fault]) -> pa.RecordBatch | None:
    """The faults in the form of ``FAULTS``; None where there are none."""
    if not found:
        return None
    columns = [pa.array(values, kind.type) for values, kind in zip(zip(*found, strict=True), FAULTS, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=FAULTS)


def plain(cell: Any) -> str:
    """A cell as text: numbers without an exponent, times in ISO form, bytes as hexadecimal digits."""
    match cell:
        case str():
            return cell
        case Decimal():
            return format(cell, "f")
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case bytes() | bytearray():
            return cell.hex().upper()
        case float():
            return repr(cell)
        case _:
            return str(cell)


def _mixed(cell: Any) -> dict[str, object]:
    number = isinstance(cell, int | float) or (isinstance(cell, Decimal) and cell.is_finite())
    return {"text": plain(cell), "number": number}


def _one_by_one(column: OdbcColumn, cells: Sequence[Any]) -> tuple[Array, list[Fault]]:
    good: list[Any] = []
    faults: list[Fault] = []
    for row, cell in enumerate(cells):
        code = None if cell is None else _fault(column.type, column.python, cell)
        good.append(cell if code is None else None)
        if code is not None:
            faults.append((row, column.name, code, plain(cell)))
    return pa.array(good, column.type), faults


def _fault(kind: pa.DataType, python: type, cell: Any) -> str | None:
    """Why a cell does not fit its column; None where it does."""
    if type(cell) is not python:
        return "binary_value" if isinstance(cell, bytes | bytearray) else _WRONG_TYPE.get(python, "not_a_number")
    if isinstance(cell, Decimal):
        return _decimal_fault(kind, cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and not -(2**63) <= cell < 2**63:
        return "number_too_large"
    return None


_WRONG_TYPE: dict[type, str] = {
    int: "not_an_integer",
    bool: "not_a_boolean",
    date: "not_a_date",
    datetime: "not_a_date",
    time: "not_a_date",
}


def _decimal_fault(kind: pa.DataType, cell: Decimal) -> str | None:
    if not cell.is_finite():
        return "not_a_number"
    digits = cell.as_tuple()
    exponent = int(digits.exponent)
    trailing = len(digits.digits) - len("".join(map(str, digits.digits)).rstrip("0"))
    if -exponent - trailing > kind.scale:
        return "too_many_decimals"
    return "number_too_large" if cell.adjusted() >= kind.precision - kind.scale and cell else None
