"""PostgreSQL by its ODBC driver.

psqlODBC makes today of the date ``infinity``, the year 1000 of the year 10000, and a float of money. So what is no
plain text or whole number is selected as text, and read as PostgreSQL's own adapter does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import pyarrow as pa

from legacy_adapters.core.batch import MIXED
from legacy_adapters.sources.database.odbc_session import Described, OdbcSession
from legacy_adapters.sources.database.odbc_types import OdbcColumn
from legacy_adapters.sources.database.postgresql_types import literal, quote

_AS_THEY_COME: Final = frozenset({"text", "character", "character varying", "name", '"char"'})
"""Types whose text the driver hands over as it is; as ``text`` a ``character(5)`` would lose its blanks."""

_BY_NAME: Final[dict[str, pa.DataType]] = {
    "boolean": pa.bool_(),
    "smallint": pa.int64(),
    "integer": pa.int64(),
    "bigint": pa.int64(),
    "oid": pa.int64(),
    "real": pa.float64(),
    "double precision": pa.float64(),
    "date": pa.date32(),
    "time without time zone": pa.time64("us"),
    "timestamp without time zone": pa.timestamp("us"),
    "timestamp with time zone": pa.timestamp("us", "UTC"),
}

_WITHOUT_LIMITS: Final = (28, 6)
"""What the driver says of a numeric without limits."""

_MOST_DIGITS: Final = 38


def postgresql_columns(session: OdbcSession, source: str, described: Sequence[Described]) -> list[OdbcColumn]:
    """The columns of a table, view or query in parentheses, typed as PostgreSQL itself says."""
    names = [quote(name) for name, *_ in described]
    # One row of nulls, whatever the relation holds; of a domain, COALESCE makes the type that it stands for.
    types = ", ".join(f"CAST(pg_typeof(COALESCE(q.{name}, NULL)) AS text)" for name in names)
    _, ((*declared,),) = session.result(
        f"SELECT {types} FROM (SELECT 1) one LEFT JOIN (SELECT * FROM {source} LIMIT 0) q ON true"
    )
    return [
        _column(name, sql, str(kind), (digits, decimals))
        for (name, _, digits, decimals), sql, kind in zip(described, names, declared, strict=True)
    ]


def _column(name: str, sql: str, declared: str, numeric: tuple[int, int]) -> OdbcColumn:
    # In a cast, `character` would be one of length 1.
    literal_type = "bpchar" if declared == "character" else declared
    # A cast bears the name of its column, and ORDER BY would take the text in place of the column.
    selected = sql if declared in _AS_THEY_COME else f"CAST({sql} AS text) || ''"
    kind = _numeric(*numeric) if declared == "numeric" else _BY_NAME.get(declared, pa.string())
    return OdbcColumn(name, sql, selected, kind, str, partial(literal, declared=literal_type), spelt=True)


def _numeric(digits: int, decimals: int) -> pa.DataType:
    if (digits, decimals) == _WITHOUT_LIMITS or not 0 <= decimals <= digits <= _MOST_DIGITS:
        return MIXED
    return pa.decimal128(digits, decimals)
