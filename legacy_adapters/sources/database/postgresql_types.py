"""PostgreSQL's types as Arrow columns, and its values as SQL.

Whole numbers, money-like numerics, floats, booleans, dates and times have a type in Arrow; everything else (text,
uuid, json, arrays, intervals, bytea, enumerations …) stays the text that the server writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from legacy_adapters.core.batch import MIXED
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.keyset import OrderColumn, Value

if TYPE_CHECKING:
    from legacy_adapters.sources.database.postgresql_session import PostgresqlSession

_NUMERIC: Final = 1700
_BY_NUMBER: Final[dict[int, pa.DataType]] = {
    16: pa.bool_(),
    20: pa.int64(),
    21: pa.int64(),
    23: pa.int64(),
    26: pa.int64(),
    700: pa.float64(),
    701: pa.float64(),
    1082: pa.date32(),
    1083: pa.time64("us"),
    1114: pa.timestamp("us"),
    1184: pa.timestamp("us", "UTC"),
}
"""By the type's number in ``pg_type``, which never changes: bool, int8, int2, int4, oid, float4, float8, date, time,
timestamp, timestamptz. A ``float4`` is the double of its shortest text: 0.1 stays 0.1."""

MOST_DIGITS: Final = 38
"""A decimal of Arrow holds no more; a larger numeric, or one without limits, is read cell by cell."""

NUMBERS: Final = frozenset({"smallint", "integer", "bigint", "oid", "numeric", "real", "double precision"})
"""What ``pg_typeof`` calls types whose text is a number."""


def arrow_type(number: int, modifier: int) -> pa.DataType:
    """The Arrow type for a column of this type's number and modifier; ``MIXED`` for a numeric without limits, text for
    all that has no other.

    >>> arrow_type(1700, 18 << 16 | 2 + 4)
    Decimal128Type(decimal128(18, 2))
    """
    if number != _NUMERIC:
        return _BY_NUMBER.get(number, pa.string())
    if modifier < 0:
        return MIXED
    precision = (modifier - 4) >> 16 & 0xFFFF
    scale = ((modifier - 4 & 0x7FF) ^ 0x400) - 0x400
    # Since PostgreSQL 15 a scale may be negative (hundreds), or larger than the precision.
    digits, decimals = max(precision - min(scale, 0), scale), max(scale, 0)
    return pa.decimal128(digits, decimals) if digits <= MOST_DIGITS else MIXED


_NO_NUMBERS: Final = frozenset({"NaN", "Infinity", "-Infinity"})


@dataclass(frozen=True, slots=True)
class PostgresqlColumn:
    """A column to be read: ``sql`` is its quoted name, ``type`` its Arrow type, ``declared`` its type in PostgreSQL's
    words without a length, so that a literal of it is never cut."""

    name: str
    sql: str
    type: pa.DataType
    declared: str

    @property
    def order(self) -> OrderColumn:
        """The column to order by."""
        return OrderColumn(self.name, self.sql, partial(literal, declared=self.declared))

    @property
    def order_type(self) -> pa.DataType:
        """What it is read as where rows are ordered by it: its own text, unless that is what it is read as anyway."""
        if self.type in (pa.int64(), pa.string()):
            return self.type
        return MIXED if self.declared in NUMBERS else pa.string()


SETTINGS: Final = {
    "default_transaction_read_only": "on",
    "standard_conforming_strings": "on",
    "DateStyle": "ISO, YMD",
    "TimeZone": "UTC",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "3",
}
"""Of every session: it cannot write, and what a text means does not depend on how this server, database or login is
set up."""


def quote(name: str) -> str:
    """An identifier in quotes, also where it is a keyword."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Value, declared: str) -> str:
    """A value as SQL of the type ``declared``. Relies on ``standard_conforming_strings``, which every session sets."""
    return "CAST('" + value.text.replace("'", "''") + f"' AS {declared})"


def server_value(text: str, kind: str) -> Value:
    """A value as a position holds it, from its text and what ``pg_typeof`` calls its type."""
    return Value(text, number=kind in NUMBERS and text not in _NO_NUMBERS)


def columns_of(session: PostgresqlSession, source: str, where: str) -> tuple[PostgresqlColumn, ...]:
    """The columns of a table, view or query in parentheses, in order.

    Raises ``ConfigError`` where there are none, or two of one name.
    """
    found = session.described(f"SELECT * FROM {source} LIMIT 0", where=where)
    names = [name for name, _, _ in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or not found:
        what = f"two columns are called {', '.join(twice)}" if twice else "it has no columns"
        raise ConfigError(what, where=where, hint="Give each column a name of its own, with AS.")
    declared = _declared(session, sorted({number for _, number, _ in found}))
    return tuple(
        PostgresqlColumn(name, quote(name), arrow_type(number, modifier), declared[number])
        for name, number, modifier in found
    )


def _declared(session: PostgresqlSession, numbers: Sequence[int]) -> dict[int, str]:
    """Types' names by their numbers, as SQL; -1 is the modifier of a type without a length."""
    rows = session.rows("SELECT t, format_type(t, -1) FROM unnest(%s::oid[]) t", [list(numbers)])
    return {int(str(number)): str(name) for number, name in rows}
