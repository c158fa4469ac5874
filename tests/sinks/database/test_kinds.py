"""Which type a column gets, and which ones it may have."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import CHAR, BigInteger, Boolean, Date, DateTime, Double, Enum, Integer, Numeric, String, Text
from sqlalchemy.dialects import mssql, mysql, postgresql, sqlite

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.database.kinds import Kind

_WAYS: dict[str, Any] = {"postgresql": postgresql, "mysql": mysql, "sqlite": sqlite, "mssql": mssql}
DIALECTS = {name: way.dialect() for name, way in _WAYS.items()}
DATETIME2: Any = mssql.DATETIME2


def kind(arrow: pa.DataType, length: int | None = None, *, key: bool = False) -> Kind:
    return Kind.of(pa.field("c", arrow), length, key=key)


AMOUNT = kind(pa.decimal128(28, 4))
INTEGER = kind(pa.int64())
TEXT = kind(pa.string())
SHORT = kind(pa.string(), 35)
DAY = kind(pa.date32())
YES = kind(pa.bool_())
NAIVE = kind(pa.timestamp("us"))
UTC = kind(pa.timestamp("us", "UTC"))
KEY = kind(pa.string(), key=True)


@pytest.mark.parametrize(
    ("of", "types"),
    [
        (AMOUNT, ("NUMERIC(28, 4)", "NUMERIC(28, 4)", "TEXT", "NUMERIC(28, 4)")),
        (INTEGER, ("BIGINT", "BIGINT", "BIGINT", "BIGINT")),
        (TEXT, ("TEXT", "LONGTEXT", "TEXT", "NVARCHAR(max)")),
        (SHORT, ("VARCHAR(35)", "VARCHAR(35)", "VARCHAR(35)", "NVARCHAR(35)")),
        (DAY, ("DATE", "DATE", "DATE", "DATE")),
        (YES, ("BOOLEAN", "BOOL", "BOOLEAN", "BIT")),
        (NAIVE, ("TIMESTAMP WITHOUT TIME ZONE", "DATETIME(6)", "DATETIME", "DATETIME2(6)")),
        (UTC, ("TIMESTAMP WITH TIME ZONE", "DATETIME(6)", "DATETIME", "DATETIMEOFFSET(6)")),
    ],
)
def test_each_kind_has_an_exact_type_everywhere(of: Kind, types: tuple[str, ...]) -> None:
    """In the order PostgreSQL, MariaDB, SQLite, SQL Server."""
    assert tuple(of.column_type().compile(dialect=dialect) for dialect in DIALECTS.values()) == types


def test_a_key_is_compared_byte_by_byte() -> None:
    """By its collation, where the default would take two keys for one."""
    assert KEY.column_type().compile(dialect=DIALECTS["postgresql"]) == 'TEXT COLLATE "C"'
    assert KEY.column_type().compile(dialect=DIALECTS["mysql"]).endswith("COLLATE utf8mb4_bin")


@pytest.mark.parametrize("of", [AMOUNT, INTEGER, TEXT, SHORT, DAY, YES, NAIVE])
@pytest.mark.parametrize("name", ["postgresql", "mysql", "sqlite"])
def test_a_column_of_our_own_type_fits(of: Kind, name: str) -> None:
    """What is created by us is found fit by us."""
    dialect = DIALECTS[name]
    assert not of.misfit(of.column_type().dialect_impl(dialect), dialect)


@pytest.mark.parametrize(
    ("of", "found", "name"),
    [
        (AMOUNT, Numeric(18, 2), "postgresql"),
        (AMOUNT, Numeric(30, 2), "postgresql"),
        (AMOUNT, Double(), "postgresql"),
        (AMOUNT, Text(), "postgresql"),
        (AMOUNT, Numeric(28, 4), "sqlite"),
        (INTEGER, Integer(), "postgresql"),
        (INTEGER, Numeric(18), "postgresql"),
        (SHORT, String(30), "postgresql"),
        (TEXT, CHAR(50), "postgresql"),
        (TEXT, Enum("a", "b"), "postgresql"),
        (DAY, DateTime(), "postgresql"),
        (YES, Integer(), "postgresql"),
        (NAIVE, DateTime(timezone=True), "postgresql"),
        (UTC, DateTime(), "postgresql"),
        (NAIVE, postgresql.TIMESTAMP(precision=3), "postgresql"),
        (NAIVE, mysql.DATETIME(), "mysql"),
        (NAIVE, mysql.TIMESTAMP(fsp=6), "mysql"),
        (NAIVE, mssql.DATETIME(), "mssql"),
    ],
)
def test_what_could_not_hold_every_value_does_not_fit(of: Kind, found: Any, name: str) -> None:
    """Too short, too few digits, doubles, padded, a list of values, another zone, a cut fraction."""
    assert of.misfit(found, DIALECTS[name])


@pytest.mark.parametrize(
    ("of", "found", "name"),
    [
        (AMOUNT, postgresql.NUMERIC(), "postgresql"),
        (AMOUNT, Numeric(38, 10), "postgresql"),
        (INTEGER, Numeric(19), "postgresql"),
        (INTEGER, Integer(), "sqlite"),
        (SHORT, Text(), "postgresql"),
        (SHORT, String(40), "postgresql"),
        (TEXT, String(40), "postgresql"),
        (DAY, Text(), "sqlite"),
        (NAIVE, Text(), "sqlite"),
        (YES, mysql.TINYINT(1), "mysql"),
        (NAIVE, DATETIME2(), "mssql"),
        (INTEGER, BigInteger(), "mysql"),
        (YES, Boolean(), "mysql"),
        (DAY, Date(), "mysql"),
    ],
)
def test_what_holds_more_fits(of: Kind, found: Any, name: str) -> None:
    """Also a text of which no length is known."""
    assert not of.misfit(found, DIALECTS[name])


def test_a_column_that_no_entity_has_is_refused() -> None:
    """Doubles come from raw extracts only."""
    with pytest.raises(ConfigError, match="double"):
        kind(pa.float64())
