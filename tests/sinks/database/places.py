"""Databases to deliver to, records to deliver, and a look at what arrived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import Engine, NullPool, create_engine, inspect, text

from legacy_adapters.core.protocols import Delivery
from legacy_adapters.core.records import Records, Stamp
from legacy_adapters.sinks.database.settings import DatabaseSink

STARTED = datetime(2024, 1, 31, 22, 15, tzinfo=UTC)

_ENTRY: dict[str, pa.DataType] = {
    "n": pa.int64(),
    "name": pa.string(),
    "amount": pa.decimal128(28, 4),
    "rate": pa.decimal128(38, 12),
    "day": pa.date32(),
    "moment": pa.timestamp("us"),
    "yes": pa.bool_(),
}
ENTRY: pa.Schema = pa.schema(_ENTRY)

Row = Mapping[str, object]


class Gone(Records):
    """Records that were deleted at their source."""

    def envelope(self) -> pa.RecordBatch:
        envelope = super().envelope()
        return envelope.set_column(1, "operation", pa.repeat("delete", self.count))


def records(
    *rows: Row, sequence: int = 1, schema: pa.Schema = ENTRY, entity: str = "entry", gone: bool = False
) -> Records:
    """Records whose ids are ``s/`` and their ``n``, with sequence numbers from ``sequence`` on."""
    batch = pa.RecordBatch.from_pylist(list(rows), schema=schema)
    ids = [f"s/{row.get('n')}" for row in rows]
    kind = Gone if gone else Records
    return kind(
        entity=entity,
        rows=batch,
        source_rows=pa.array(range(len(rows)), pa.int32()),
        origin=pa.array([f"T {record}" for record in ids]),
        record_id=pa.array(ids, pa.string()),
        stamp=Stamp("s", "run-1", STARTED, "1.0"),
        first_sequence=sequence,
    )


@dataclass(frozen=True)
class Place:
    """A database: the sink's URL, and SQLAlchemy's of the same."""

    url: str
    alchemy: str
    folder: Path
    kind: str = "sqlite"
    schema: pa.Schema = ENTRY
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether it keeps to the lengths and types of its columns."""
        return "sqlite" not in self.kind

    def with_(self, **settings: Any) -> Place:
        """With these settings of the sink."""
        return replace(self, settings=dict(self.settings) | settings)

    def sink(self) -> DatabaseSink:
        """The declaration."""
        return DatabaseSink(url=self.url, **self.settings)

    def delivery(self, run: str = "run-1", **more: Any) -> Delivery:
        """How a run opens it; runs begin in the order of their names."""
        began = STARTED.replace(minute=int(run.rpartition("-")[2]) % 60)
        given: dict[str, Any] = {"schemas": {"entry": self.schema}, "currency_fields": {}, "folder": self.folder}
        return Delivery(**given | {"run_id": run, "started_at": began} | more)

    def run(self, *batches: Records, run: str = "run-1", known: str | None = None, **more: Any) -> str:
        """A whole run, one commit for each batch; returns what the next one knows it by."""
        with closing(self.sink().open(self.delivery(run, known=known, **more), None)) as sink:
            for batch in batches:
                sink.write(batch)
                sink.commit()
            sink.commit()
            return sink.publish()

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """A look from outside."""
        engine = create_engine(self.alchemy, poolclass=NullPool)
        yield engine
        engine.dispose()

    def execute(self, *statements: str) -> None:
        """Changes the database."""
        with self.engine() as engine, engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with self.engine() as engine, engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def entries(self, columns: str = "n, name") -> list[tuple[Any, ...]]:
        """What is visible."""
        return self.rows(f"SELECT {columns} FROM entry ORDER BY record_id, sequence")

    def tables(self) -> list[str]:
        """The names of all tables."""
        with self.engine() as engine:
            return sorted(inspect(engine).get_table_names())

    def columns(self, table: str = "entry") -> Sequence[Any]:
        """The columns of a table, as SQLAlchemy finds them."""
        with self.engine() as engine:
            return inspect(engine).get_columns(table)


def sqlite_place(folder: Path) -> Place:
    """A file in this folder."""
    return Place("sqlite:///books.db", f"sqlite:///{folder}/books.db", folder)
