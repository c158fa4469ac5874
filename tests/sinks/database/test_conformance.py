"""SQLite passes the suite that is shipped to users; the servers do in tests/service/."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import create_engine

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.database.settings import DatabaseSink
from legacy_adapters.testing.sinks import SinkConformance
from tests.sinks.database.tables_of import visible_in


class InSqlite(SinkConformance):
    """Looks into the file."""

    def visible(self, folder: Path) -> Mapping[str, bytes]:
        return visible_in(create_engine(f"sqlite:///{folder}/books.db")) if (folder / "books.db").exists() else {}


class TestUpsert(InSqlite):
    def declare(self) -> SinkSettings:
        return DatabaseSink(url="sqlite:///books.db")


class TestInsert(InSqlite):
    def declare(self) -> SinkSettings:
        return DatabaseSink(url="sqlite:///books.db", mode="insert", views=True)
