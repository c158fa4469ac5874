"""From a driver's catalogue to types that can be compared with ours."""

from __future__ import annotations

import pyarrow as pa
import pytest
from sqlalchemy.dialects import mssql, mysql, postgresql, sqlite

from legacy_adapters.sinks.database.kinds import Kind
from legacy_adapters.sinks.database.odbc_types import column_type

DIALECTS = {"postgresql": postgresql.dialect, "sqlite": sqlite.dialect, "mssql": mssql.dialect, "mysql": mysql.dialect}

Told = tuple[int, str, int | None, int | None]


def fits(arrow: pa.DataType, told: Told, name: str, length: int | None = None) -> bool:
    found = column_type(*told, name)
    return not Kind.of(pa.field("c", arrow), length).misfit(found, DIALECTS[name]())


@pytest.mark.parametrize(
    ("arrow", "told", "name"),
    [
        (pa.string(), (-10, "text", 8190, None), "postgresql"),
        (pa.string(), (-9, "varchar", 35, None), "postgresql"),
        (pa.decimal128(28, 4), (2, "numeric", 28, 4), "postgresql"),
        (pa.int64(), (-5, "int8", 19, 0), "postgresql"),
        (pa.bool_(), (12, "bool", 5, None), "postgresql"),
        (pa.date32(), (91, "date", 10, None), "postgresql"),
        (pa.timestamp("us"), (93, "timestamp", 26, 6), "postgresql"),
        (pa.timestamp("us", "UTC"), (93, "timestamptz", 26, 6), "postgresql"),
        (pa.decimal128(28, 4), (-1, "TEXT", 0, 65536), "sqlite"),
        (pa.string(), (12, "varchar(35)", 35, 35), "sqlite"),
        (pa.int64(), (4, "INTEGER", 9, 10), "sqlite"),
        (pa.int64(), (-5, "bigint", 19, 20), "sqlite"),
        (pa.date32(), (91, "date", 0, 10), "sqlite"),
        (pa.timestamp("us"), (93, "datetime", 3, 32), "sqlite"),
        (pa.timestamp("us"), (93, "datetime2", 26, 6), "mssql"),
        (pa.timestamp("us", "UTC"), (-155, "datetimeoffset", 33, 6), "mssql"),
        (pa.bool_(), (-7, "bit", 1, 0), "mssql"),
        (pa.timestamp("us"), (93, "datetime", 26, 6), "mysql"),
    ],
)
def test_what_holds_every_value_fits(arrow: pa.DataType, told: Told, name: str) -> None:
    """As the drivers tell of columns that are created by us."""
    assert fits(arrow, told, name)


@pytest.mark.parametrize(
    ("arrow", "told", "name"),
    [
        (pa.decimal128(28, 4), (2, "numeric", 18, 2), "postgresql"),
        (pa.decimal128(28, 4), (8, "float8", 17, None), "postgresql"),
        (pa.string(), (1, "bpchar", 40, None), "postgresql"),
        (pa.int64(), (4, "int4", 10, 0), "postgresql"),
        (pa.string(), (-2, "bytea", 255, None), "postgresql"),
        (pa.timestamp("us"), (93, "timestamptz", 26, 6), "postgresql"),
        (pa.decimal128(28, 4), (12, "decimal(18,2)", 2, 18), "sqlite"),
        (pa.string(), (12, "char(40)", 40, 40), "sqlite"),
        (pa.decimal128(28, 4), (8, "double precision", 53, 54), "sqlite"),
        (pa.timestamp("us"), (93, "datetime", 23, 3), "mssql"),
        (pa.timestamp("us"), (93, "timestamp", 26, 6), "mysql"),
    ],
)
def test_what_does_not_is_refused(arrow: pa.DataType, told: Told, name: str) -> None:
    """Too short, doubles, padded, bytes, another zone."""
    assert not fits(arrow, told, name)


def test_a_length_is_compared() -> None:
    """Where one is stated."""
    assert fits(pa.string(), (12, "varchar", 35, None), "postgresql", 35)
    assert not fits(pa.string(), (12, "varchar", 30, None), "postgresql", 35)
