"""What an ODBC driver says of a column, as an Arrow column, and how a value is written in ODBC's own SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, TypeAlias

import pyarrow as pa

from legacy_adapters.core.batch import MIXED
from legacy_adapters.sources.database.keyset import OrderColumn, Value

MOST_DIGITS: Final = 38
MICROSECONDS: Final = 6

PythonType: TypeAlias = type
"""Of the cells of a column, as the driver hands them over."""

_TYPES: Final[dict[PythonType, pa.DataType]] = {
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us"),
    time: pa.time64("us"),
}


@dataclass(frozen=True, slots=True)
class OdbcColumn:
    """A column to be read.

    ``sql`` is its quoted name, ``selected`` what is selected for it, ``type`` its Arrow type, ``python`` the type of
    the cells that the driver hands over. ``literal`` writes a value of it in SQL; None where rows cannot be ordered by
    it, as its values do not come exactly, or in no form that could be sent back. ``spelt``: the cells are selected as
    text in the way of PostgreSQL, whatever their type.
    """

    name: str
    sql: str
    selected: str
    type: pa.DataType
    python: PythonType
    literal: Callable[[Value], str] | None
    spelt: bool = False

    @property
    def order(self) -> OrderColumn | None:
        """The column to order by, where it is fit for that."""
        return None if self.literal is None else OrderColumn(self.name, self.sql, self.literal)


def arrow_type(python: PythonType, digits: int, decimals: int) -> pa.DataType:
    """The Arrow type for cells of this Python type, declared with so many digits in all and behind the point."""
    if python is not Decimal:
        return _TYPES.get(python, pa.string())
    fits = 0 <= decimals <= digits <= MOST_DIGITS and digits > 0
    return pa.decimal128(digits, decimals) if fits else MIXED


def column_of(
    name: str, sql: str, python: PythonType, digits: int, decimals: int, *, backslash: bool = False
) -> OdbcColumn:
    """A column as it is described; ``backslash``: the database takes one in a text for an escape."""
    kind = arrow_type(python, digits, decimals)
    return OdbcColumn(name, sql, sql, kind, python, _literal_of(python, decimals, backslash=backslash))


def _literal_of(python: PythonType, decimals: int, *, backslash: bool) -> Callable[[Value], str] | None:
    if python in (int, Decimal):
        return _number
    if python is date:
        return _date
    # A time of more than microseconds is cut by the driver: rows would be skipped, or read twice.
    if python is datetime and decimals <= MICROSECONDS:
        return _timestamp
    if python is str:
        return _escaped if backslash else text_literal
    return None


def text_literal(value: Value) -> str:
    """A text in standard SQL."""
    return "'" + value.text.replace("'", "''") + "'"


def _escaped(value: Value) -> str:
    return text_literal(Value(value.text.replace("\\", "\\\\")))


def _number(value: Value) -> str:
    # A text that is no number here stands in a saved position that was tampered with: it compares as a text.
    return value.text if value.number else text_literal(value)


def _date(value: Value) -> str:
    return f"{{d {text_literal(value)}}}"


def _timestamp(value: Value) -> str:
    return f"{{ts {text_literal(value)}}}"
