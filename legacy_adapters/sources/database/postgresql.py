"""PostgreSQL: an open database as a source. How it is read is told in docs/sources/postgresql.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.base import batch_rows
from legacy_adapters.sources.database import postgresql_types
from legacy_adapters.sources.database.plan import Relation, relation
from legacy_adapters.sources.database.postgresql_catalogue import PostgresqlCatalogue
from legacy_adapters.sources.database.postgresql_lane import PostgresqlLane
from legacy_adapters.sources.database.postgresql_session import PostgresqlSession
from legacy_adapters.sources.database.postgresql_types import PostgresqlColumn, columns_of
from legacy_adapters.sources.database.reader import Ordering, StreamReader, check_incremental
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream
from legacy_adapters.sources.names import find_name


@contextmanager
def connect(source: DatabaseSource) -> Iterator[PostgresqlConnection]:
    """Opens a session that cannot write.

    Raises ``ConfigError`` for a wrong URL, ``Unavailable`` where the server cannot be reached, ``AccessDenied``.
    """
    with PostgresqlSession.open(source) as session:
        yield PostgresqlConnection(session, source)


class PostgresqlDialect:
    """PostgreSQL's way of writing SQL."""

    name: Final = "postgres"

    def quote(self, name: str) -> str:
        """An identifier in quotes."""
        return postgresql_types.quote(name)


@dataclass(frozen=True, slots=True)
class _Stream:
    """What a stream reads from: the SQL, its name in origins, its columns, and its own key."""

    rows: Relation
    shown: str
    columns: tuple[PostgresqlColumn, ...]
    key: tuple[str, ...]
    where: str

    def column(self, wanted: str, place: str) -> PostgresqlColumn:
        """The column of this name. Raises ``ConfigError`` with the nearest ones."""
        columns = {column.name: column for column in self.columns}
        return columns[find_name(wanted, columns, "column", f"{self.where}, {place}")]


class PostgresqlConnection:
    """An open PostgreSQL database."""

    def __init__(self, session: PostgresqlSession, source: DatabaseSource) -> None:
        self._session = session
        self._catalogue = PostgresqlCatalogue(session)
        self._batch_rows = batch_rows(source.max_rows_per_second)

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """Tables and views of all schemas; those that are not found by their name alone with their schema in front."""
        return self._catalogue.streams(count=count)

    def schema(self, name: str, stream: DatabaseStream) -> pa.Schema:
        """The columns of a stream, in types that hold their values exactly."""
        return _schema(self._resolve(name, stream).columns)

    def reader(self, name: str, stream: DatabaseStream, columns: Sequence[str] | None = None) -> StreamReader:
        """A reader of the stream. Raises ``ConfigError`` for columns that are not there, and for an incremental stream
        without a key."""
        found = self._resolve(name, stream)
        wanted = found.columns if columns is None else tuple(found.column(c, "map") for c in columns)
        key = tuple(found.column(c, "key") for c in stream.key or found.key)
        mark = None
        if stream.incremental is not None:
            mark = found.column(stream.incremental.column, "incremental.column")
            check_incremental(key, found.where)
        order = key if mark is None else (mark, *key)
        lane = PostgresqlLane(self._session, found.rows, wanted, order, where=found.where, most_rows=self._batch_rows)
        ordering = Ordering(
            key=tuple(column.order for column in key),
            watermark=None if mark is None else mark.order,
            window=0 if stream.incremental is None else stream.incremental.window,
            stated=stream.key is not None,
        )
        return StreamReader(name, found.shown, lane, ordering, _schema(wanted))

    def privileges(self) -> Sequence[str]:
        """What the login could change if its sessions were not read-only."""
        return self._catalogue.privileges()

    def _resolve(self, name: str, stream: DatabaseStream) -> _Stream:
        where = f"stream {name}"
        if stream.table is None:
            rows = relation(PostgresqlDialect(), stream)
            return _Stream(rows, "query", columns_of(self._session, rows.source, where), (), where)
        table = self._catalogue.find(stream.table, stream.schema_name, where)
        located = stream.model_copy(update={"schema_name": table.schema})
        rows = relation(PostgresqlDialect(), located, table.name)
        columns = columns_of(self._session, rows.source, where)
        return _Stream(rows, table.shown, columns, self._catalogue.key(table), where)


def _schema(columns: Sequence[PostgresqlColumn]) -> pa.Schema:
    return pa.schema([pa.field(column.name, column.type) for column in columns])
