"""Cells of an ODBC driver as Arrow columns: a whole column at once where all is well, else cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa

from legacy_adapters.core.batch import FAULTS, MIXED, Array
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.odbc_types import OdbcColumn, PythonType
from legacy_adapters.sources.database.postgresql_copy import Copied, CopiedColumn, typed

Fault = tuple[int, str, str, str]
"""Row, column, code and text, as in ``FAULTS``."""


def cells_of(column: OdbcColumn, cells: Sequence[Any]) -> tuple[Array, list[Fault]]:
    """A column in its type, and the cells that it cannot hold."""
    if column.spelt:
        found = Copied([])
        return typed(CopiedColumn(column.name, column.type), _texts(cells), found), found.misfits
    if column.type == MIXED:
        return _mixed(cells), []
    if column.type == pa.string():
        return _texts(cells), []
    if set(map(type, cells)) <= {column.python, type(None)}:
        try:
            return pa.array(cells, column.type), []
        except (pa.ArrowInvalid, OverflowError, ValueError):
            # One of them does not fit; the next lines find out which.
            pass
    return _one_by_one(column, cells)


def order_of(column: OdbcColumn, cells: Sequence[Any]) -> Array:
    """A column that rows are ordered by: whole numbers, ``MIXED`` for other numbers, else text."""
    if column.type == pa.int64():
        return cells_of(column, cells)[0]
    if column.type == MIXED or pa.types.is_decimal(column.type) or pa.types.is_floating(column.type):
        return cells_of(replace(column, type=MIXED), cells)[0]
    return _texts(cells)


def value_of(cell: Any) -> Value | None:
    """A single value as a position holds it."""
    if cell is None:
        return None
    return Value(plain(cell), number=_is_number(cell))


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


def _texts(cells: Sequence[Any]) -> Array:
    return pa.array([None if cell is None else plain(cell) for cell in cells], pa.string())


def _mixed(cells: Sequence[Any]) -> Array:
    return pa.array(
        [None if cell is None else {"text": plain(cell), "number": _is_number(cell)} for cell in cells], MIXED
    )


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, Decimal) and cell.is_finite())


def _one_by_one(column: OdbcColumn, cells: Sequence[Any]) -> tuple[Array, list[Fault]]:
    good: list[Any] = []
    faults: list[Fault] = []
    for row, cell in enumerate(cells):
        code = None if cell is None else _fault(column.type, column.python, cell)
        good.append(cell if code is None else None)
        if code is not None:
            faults.append((row, column.name, code, plain(cell)))
    return pa.array(good, column.type), faults


def _fault(kind: Any, python: PythonType, cell: Any) -> str | None:
    """Why a cell does not fit its column; None where it does."""
    if type(cell) is not python:
        return "binary_value" if isinstance(cell, bytes | bytearray) else _WRONG_TYPE.get(python, "not_a_number")
    if isinstance(cell, Decimal):
        return _decimal_fault(kind, cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and not -(2**63) <= cell < 2**63:
        return "number_too_large"
    return None


_WRONG_TYPE: Final[dict[PythonType, str]] = {
    int: "not_an_integer",
    bool: "not_a_boolean",
    date: "not_a_date",
    datetime: "not_a_date",
    time: "not_a_date",
}


def _decimal_fault(kind: Any, cell: Decimal) -> str | None:
    if not cell.is_finite():
        return "not_a_number"
    _, _, decimals = plain(cell).partition(".")
    if len(decimals.rstrip("0")) > kind.scale:
        return "too_many_decimals"
    return "number_too_large" if cell and cell.adjusted() >= kind.precision - kind.scale else None
