"""SQLite: an open database as a source. How it is read is told in docs/sources/sqlite.md."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pyarrow as pa

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.base import batch_rows
from legacy_adapters.sources.database.plan import Relation, relation
from legacy_adapters.sources.database.reader import Ordering, StreamReader, check_incremental
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream
from legacy_adapters.sources.database.sqlite_catalogue import SqliteCatalogue, SqliteTable
from legacy_adapters.sources.database.sqlite_columns import CellColumn
from legacy_adapters.sources.database.sqlite_lane import SqliteLane, order_column
from legacy_adapters.sources.database.sqlite_path import database_path
from legacy_adapters.sources.database.sqlite_session import SqliteSession
from legacy_adapters.sources.names import find_name


@contextmanager
def connect(source: DatabaseSource) -> Iterator[SqliteConnection]:
    """Opens the file read-only; nothing is created beside it where SQLite can do without.

    Raises ``ConfigError`` for a wrong path, ``AccessDenied``, ``Unavailable`` for a locked file, and ``SourceChanged``
    for one that is no database.
    """
    path = database_path(source.url, source.folder)
    with SqliteSession.open(path, source.timeout) as session:
        yield SqliteConnection(session, source)


class SqliteConnection:
    """An open SQLite file."""

    def __init__(self, session: SqliteSession, source: DatabaseSource) -> None:
        self._session = session
        self._catalogue = SqliteCatalogue(session)
        self._batch_rows = batch_rows(source.max_rows_per_second)

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """Tables and views; the count of a view that does not work (any more) is left out."""
        found = self._catalogue.names.streams()
        return [replace(info, rows=self._count(info.name)) for info in found] if count else found

    def schema(self, name: str, stream: DatabaseStream) -> pa.Schema:
        """The columns of a stream: whole numbers for the row's own number, text, or cells of any kind (``MIXED``)."""
        _, table = self._resolve(name, stream)
        return _schema(table.columns)

    def reader(self, name: str, stream: DatabaseStream, columns: Sequence[str] | None = None) -> StreamReader:
        """A reader of the stream. Raises ``ConfigError`` for columns that are not there, and for an incremental stream
        without a key."""
        rows, table = self._resolve(name, stream)
        where = f"stream {name}"
        wanted = table.columns if columns is None else tuple(_column(table, c, f"{where}, map") for c in columns)
        stated = stream.key is not None
        key = tuple(_column(table, c, f"{where}, key") for c in stream.key) if stream.key else table.key
        mark = None
        if stream.incremental is not None:
            mark = _column(table, stream.incremental.column, f"{where}, incremental.column")
            check_incremental(key, where)
        lane = self._lane(rows, wanted, key if mark is None else (mark, *key))
        ordering = Ordering(
            key=tuple(order_column(column, exact=stated) for column in key),
            watermark=None if mark is None else order_column(mark, exact=True),
            window=0 if stream.incremental is None else stream.incremental.window,
            stated=stated,
        )
        return StreamReader(name, table.name or "query", lane, ordering, _schema(wanted))

    def privileges(self) -> Sequence[str]:
        """SQLite has no logins: what this user of the machine could change."""
        path = self._session.path
        found = [f"the file {path} could be written by this user"] if os.access(path, os.W_OK) else []
        if os.access(path.parent, os.W_OK):
            found.append(f"the folder {path.parent} could be written by this user")
        return found

    def _lane(self, rows: Relation, columns: Sequence[CellColumn], order: Sequence[CellColumn]) -> SqliteLane:
        return SqliteLane(self._session, rows, columns, order, self._batch_rows)

    def _resolve(self, name: str, stream: DatabaseStream) -> tuple[Relation, SqliteTable]:
        dialect, where = self._catalogue.dialect, f"stream {name}"
        if stream.schema_name is not None and stream.schema_name.casefold() != "main":
            raise ConfigError("SQLite has no schemas", where=f"{where}, schema", hint="Leave `schema` out.")
        if stream.table is None:
            rows = relation(dialect, stream)
            return rows, self._catalogue.query(rows.source)
        table = self._catalogue.table(stream.table, f"{where}, table")
        return relation(dialect, stream, table.name), table

    def _count(self, name: str) -> int | None:
        quoted = self._catalogue.dialect.quote(name)
        try:
            return int(self._session.table(f"SELECT COUNT(*) FROM {quoted}").column(0)[0].as_py())
        except ConfigError:
            return None


def _schema(columns: Sequence[CellColumn]) -> pa.Schema:
    return pa.schema([pa.field(column.name, column.type) for column in columns])


def _column(table: SqliteTable, wanted: str, where: str) -> CellColumn:
    columns = {column.name: column for column in table.columns}
    return columns[find_name(wanted, columns, "column", where)]
