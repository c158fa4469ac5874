"""What a receiver sees in the tables of a database, for the suite that every sink passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, inspect, text

from legacy_adapters.testing.sinks import SCHEMAS, SinkConformance


def rows_of(connection: Connection, table: str, columns: str = "*") -> Sequence[tuple[Any, ...]]:
    """All rows of a table, in the order of their records."""
    quoted = connection.dialect.identifier_preparer.quote(table)
    query = text(f"SELECT {columns} FROM {quoted} ORDER BY record_id, sequence")
    return [tuple(row) for row in connection.execute(query)]


def visible_in(engine: Engine) -> Mapping[str, bytes]:
    """The rows of the suite's two tables, where there are any."""
    with engine.connect() as connection:
        there = inspect(connection).get_table_names()
        found = {name: rows_of(connection, name) for name in SCHEMAS if name in there}
    engine.dispose()
    return {name: repr(rows).encode() for name, rows in found.items() if rows}


class InSqlite(SinkConformance):
    """Looks into the file."""

    def visible(self, folder: Path) -> Mapping[str, bytes]:
        return visible_in(create_engine(f"sqlite:///{folder}/books.db")) if (folder / "books.db").exists() else {}
