"""From what a driver's catalogue says of a column to a type that can be compared with ours."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Float, Integer, LargeBinary, Numeric, String, Text, types
from sqlalchemy.dialects import mssql, mysql, postgresql

from legacy_adapters.sinks.database.kinds import SQLType

_FIXED: Final = (1, -8)
_VARYING: Final = (12, -9)
_LONG: Final = (-1, -10)
_MOMENTS: Final = (93, 11, -155)
_DECIMALS: Final = (2, 3)
_FLOATS: Final = (6, 7, 8)
_INTEGERS: Final = (4, 5, -6)
_BIGINT: Final = -5
_DAY: Final = (91, 9)
_BIT: Final = -7


def column_type(code: int, name: str, size: int | None, digits: int | None, dialect: str) -> SQLType:
    """The type of a column. ``code`` is ODBC's number of it, ``name`` the database's word; ``digits`` are those behind
    the point, or of a second."""
    word = name.casefold()
    if dialect == "sqlite":
        return _declared(word)
    if word in ("bool", "boolean") or code == _BIT:
        return Boolean()
    if code in _FIXED:
        return types.CHAR(size)
    if code in _LONG or word == "text":
        return Text()
    if code in _VARYING:
        return String(size or None)
    if code in _MOMENTS:
        return _moment(word, digits, dialect)
    if code in _DAY:
        return Date()
    if code in _DECIMALS:
        return Numeric(size, digits or 0)
    if code in _FLOATS:
        return Float()
    if code == _BIGINT:
        return BigInteger()
    return Integer() if code in _INTEGERS else LargeBinary()


def _declared(word: str) -> SQLType:
    """SQLite's driver tells of the declared type little more than its word: ``decimal(18,2)``."""
    first, second, *_ = [*(int(number) for number in re.findall(r"\d+", word)), None, None]
    base = word.partition("(")[0].strip()
    known: dict[str, SQLType] = {
        "char": types.CHAR(),
        "date": Date(),
        "datetime": DateTime(),
        "timestamp": DateTime(),
        "boolean": Boolean(),
        "decimal": Numeric(first, second),
        "numeric": Numeric(first, second),
    }
    if base in known:
        return known[base]
    if "int" in base:
        return BigInteger()
    return String(first) if "char" in base or "text" in base or "clob" in base else Float()


def _moment(word: str, digits: int | None, dialect: str) -> SQLType:
    if dialect == "mssql":
        kinds: dict[str, Any] = {"datetimeoffset": mssql.DATETIMEOFFSET, "datetime2": mssql.DATETIME2}
        server: SQLType = kinds.get(word, mssql.DATETIME)()
        return server
    if dialect == "mysql":
        return mysql.DATETIME(fsp=digits) if word == "datetime" else mysql.TIMESTAMP(fsp=digits)
    return postgresql.TIMESTAMP(timezone="tz" in word or "with time zone" in word, precision=digits)
