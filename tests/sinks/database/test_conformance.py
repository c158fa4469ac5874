"""SQLite passes the suite that is shipped to users; the servers do in tests/service/."""

from __future__ import annotations

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.database.settings import DatabaseSink
from tests.sinks.database.tables_of import InSqlite


class TestUpsert(InSqlite):
    def declare(self) -> SinkSettings:
        return DatabaseSink(url="sqlite:///books.db")


class TestInsert(InSqlite):
    def declare(self) -> SinkSettings:
        return DatabaseSink(url="sqlite:///books.db", mode="insert", views=True)
