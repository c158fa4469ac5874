"""A stream of PostgreSQL is resolved to its table, columns and key; reading itself needs a server."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError, StatementRefused
from legacy_adapters.sources.database.postgresql import PostgresqlConnection, PostgresqlDialect
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream


class _Session:
    """A server with one table, sales.gl, and no key unless stated."""

    def __init__(self, key: list[str] | None = None) -> None:
        self._key = key
        self.described_sql: list[str] = []

    def described(self, sql: str, *, where: str) -> list[tuple[str, int, int]]:
        self.described_sql.append(sql)
        return [("id", 23, -1), ("Betrag", 1700, (18 << 16 | 2) + 4), ("changed", 1114, -1)]

    def rows(self, sql: str, values: list[Any] | None = None, *, where: str = "") -> list[tuple[object, ...]]:
        if "relispartition" in sql and "relkind" in sql:
            return [("sales", "gl", "r", False, False)]
        if "format_type" in sql:
            assert values is not None
            return [(number, f"type{number}") for number in values[0]]
        return [(self._key,)] if self._key else []


def _connection(session: _Session) -> PostgresqlConnection:
    opened: Any = session
    return PostgresqlConnection(opened, DatabaseSource(url="postgresql://h/x"))


def _stream(**settings: object) -> DatabaseStream:
    return DatabaseStream.model_validate(settings)


def test_table_is_named_with_its_schema() -> None:
    """Whatever the search path is at the server, the table that was found is the one that is read."""
    session = _Session()
    schema = _connection(session).schema("s", _stream(table="sales.gl"))
    assert session.described_sql == ['SELECT * FROM "sales"."gl" LIMIT 0']
    assert schema.names == ["id", "Betrag", "changed"]
    assert list(schema.types) == [pa.int64(), pa.decimal128(18, 2), pa.timestamp("us")]


def test_query_is_read_in_parentheses() -> None:
    """A query stands for a table; its own semicolon goes."""
    session = _Session()
    _connection(session).schema("s", _stream(query="SELECT 1 AS id -- x\n;"))
    assert session.described_sql == ["SELECT * FROM (\nSELECT 1 AS id -- x\n) q LIMIT 0"]


def test_unknown_columns_are_named_with_their_setting() -> None:
    """Map, key and watermark: each says where the name stands and what could have been meant."""
    connection = _connection(_Session())
    cases: list[tuple[list[str] | None, dict[str, object], str]] = [
        (["Betrg"], {}, "map"),
        (None, {"key": "Betrg"}, "key"),
        (None, {"key": "id", "incremental": {"column": "Betrg"}}, "incremental.column"),
    ]
    for columns, more, place in cases:
        settings: dict[str, object] = {"table": "sales.gl", **more}
        with pytest.raises(ConfigError, match="Betrg") as error:
            connection.reader("s", _stream(**settings), columns)
        assert error.value.where == f"stream s, {place}"
        assert "Betrag" in error.value.hint


def test_incremental_stream_needs_a_key() -> None:
    """Without one, rows that are met again could not be told from others."""
    stream = _stream(table="sales.gl", incremental={"column": "changed"})
    with pytest.raises(ConfigError, match="needs a key"):
        _connection(_Session()).reader("s", stream)
    assert _connection(_Session(key=["id"])).reader("s", stream) is not None


def test_what_is_no_query_is_refused_before_it_is_sent() -> None:
    """Nothing reaches the server."""
    session = _Session()
    with pytest.raises(StatementRefused):
        _connection(session).schema("s", _stream(query="DELETE FROM sales.gl"))
    assert session.described_sql == []


def test_dialect_quotes_every_name() -> None:
    """A keyword and a quote are names like others."""
    assert PostgresqlDialect().quote('or"der') == '"or""der"'
    assert PostgresqlDialect().name == "postgres"
