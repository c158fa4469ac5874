"""What a receiver sees in the tables of a database, for the suite that every sink passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, inspect, text

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.testing.answers import REFUSED
from legacy_adapters.testing.sinks import SCHEMAS, Saved, SinkConformance, opened


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


def with_a_key_of_its_own(settings: SinkSettings, folder: Path, engine: Engine, rows: list[dict[str, object]]) -> None:
    """Makes the tables, puts a unique index on the number of a line, and lets one row have the number of another."""
    with opened(settings, folder, Saved()) as sink:
        sink.commit()
        sink.publish()
    with engine.begin() as connection:
        connection.execute(text("CREATE UNIQUE INDEX own ON line (line_no)"))
    engine.dispose()
    rows[REFUSED]["line_no"] = rows[0]["line_no"]


class InSqlite(SinkConformance):
    """Looks into the file."""

    def visible(self, folder: Path) -> Mapping[str, bytes]:
        return visible_in(create_engine(f"sqlite:///{folder}/books.db")) if (folder / "books.db").exists() else {}

    def refusing(self, folder: Path, rows: list[dict[str, object]]) -> SinkSettings:
        """Of a number that there is already."""
        engine = create_engine(f"sqlite:///{folder}/books.db")
        with_a_key_of_its_own(self.declare(), folder, engine, rows)
        return self.declare()
