"""PostgreSQL by psqlODBC is read as text where the driver would spoil a value."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import MIXED
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.odbc_postgresql import postgresql_columns
from legacy_adapters.sources.database.odbc_session import Described


class _Session:
    """Calls every column's type what it is told."""

    def __init__(self, *types: str) -> None:
        self._types = types
        self.sent = ""

    def result(self, sql: str) -> tuple[list[str], list[tuple[str, ...]]]:
        self.sent = sql
        return [], [self._types]


@pytest.mark.parametrize(
    ("declared", "digits", "kind", "selected"),
    [
        ("text", (255, 0), pa.string(), '"a b"'),
        ("character", (5, 0), pa.string(), '"a b"'),
        ("character varying", (9, 0), pa.string(), '"a b"'),
        ("integer", (10, 0), pa.int64(), "CAST(\"a b\" AS text) || ''"),
        ("date", (10, 0), pa.date32(), "CAST(\"a b\" AS text) || ''"),
        ("timestamp with time zone", (26, 6), pa.timestamp("us", "UTC"), "CAST(\"a b\" AS text) || ''"),
        ("numeric", (18, 2), pa.decimal128(18, 2), "CAST(\"a b\" AS text) || ''"),
        ("numeric", (28, 6), MIXED, "CAST(\"a b\" AS text) || ''"),
        ("numeric", (50, 2), MIXED, "CAST(\"a b\" AS text) || ''"),
        ("money", (10, 0), pa.string(), "CAST(\"a b\" AS text) || ''"),
        ("sales.mood", (10, 0), pa.string(), "CAST(\"a b\" AS text) || ''"),
    ],
)
def test_columns_are_typed_as_the_server_says(
    declared: str, digits: tuple[int, int], kind: pa.DataType, selected: str
) -> None:
    """Text that is padded or long comes as it is; all else is cast, under no name that ORDER BY could mistake."""
    session: Any = _Session(declared)
    described: list[Described] = [("a b", str, *digits)]
    (column,) = postgresql_columns(session, "sales.gl", described)
    assert (column.type, column.selected, column.spelt) == (kind, selected, True)
    assert 'COALESCE(q."a b", NULL)' in session.sent
    assert "(SELECT * FROM sales.gl LIMIT 0) q ON true" in session.sent


def test_literals_are_never_cut() -> None:
    """In a cast, `character` would be one of length 1."""
    session: Any = _Session("character")
    (column,) = postgresql_columns(session, "t", [("a", str, 5, 0)])
    assert column.order is not None
    assert column.order.literal(Value("it's")) == "CAST('it''s' AS bpchar)"
