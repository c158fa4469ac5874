"""Any database with an ODBC driver, as a source. How it is read is told in docs/sources/odbc.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Connection, StreamInfo
from legacy_adapters.sources.base import batch_rows
from legacy_adapters.sources.database.keyset import OrderColumn
from legacy_adapters.sources.database.odbc_catalogue import OdbcCatalogue, dialect_of
from legacy_adapters.sources.database.odbc_lane import OdbcLane
from legacy_adapters.sources.database.odbc_postgresql import postgresql_columns
from legacy_adapters.sources.database.odbc_product import POSTGRESQL, SQLITE
from legacy_adapters.sources.database.odbc_session import OdbcSession
from legacy_adapters.sources.database.odbc_sqlite import OdbcSqliteConnection, OdbcSqliteSession
from legacy_adapters.sources.database.odbc_types import OdbcColumn, column_of
from legacy_adapters.sources.database.plan import Relation, relation
from legacy_adapters.sources.database.reader import Ordering, StreamReader, check_incremental
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream
from legacy_adapters.sources.names import find_name


@contextmanager
def connect(source: DatabaseSource) -> Iterator[Connection[DatabaseStream]]:
    """Opens a connection that is read-only as far as driver and database know how.

    Raises ``ConfigError`` for a wrong connection string, ``DriverMissing``, ``Unavailable``, ``AccessDenied``.
    """
    with OdbcSession.open(source) as session:
        if session.product == SQLITE:
            yield OdbcSqliteConnection(OdbcSqliteSession(session), source)
        else:
            yield OdbcConnection(session, source)


@dataclass(frozen=True, slots=True)
class _Stream:
    """What a stream reads from: the SQL, its name in origins, its columns, and its own key."""

    rows: Relation
    shown: str
    columns: tuple[OdbcColumn, ...]
    key: tuple[str, ...]
    where: str

    def column(self, wanted: str, place: str) -> OdbcColumn:
        """The column of this name. Raises ``ConfigError`` with the nearest ones."""
        columns = {column.name: column for column in self.columns}
        return columns[find_name(wanted, columns, "column", f"{self.where}, {place}")]

    def ordered(self, wanted: str, place: str) -> tuple[OdbcColumn, OrderColumn]:
        """The same, to order by. Raises ``ConfigError`` for one whose values the driver does not hand over exactly."""
        column = self.column(wanted, place)
        if column.order is None:
            raise ConfigError(
                f"rows cannot be ordered by {column.name}: by ODBC its values do not come exactly",
                where=f"{self.where}, {place}",
                hint="Name a column of whole numbers, decimals, text or dates.",
            )
        return column, column.order


class OdbcConnection:
    """An open database."""

    def __init__(self, session: OdbcSession, source: DatabaseSource) -> None:
        self._session = session
        self._dialect = dialect_of(session, session.product.dialect)
        self._catalogue = OdbcCatalogue(session, self._dialect)
        self._batch_rows = batch_rows(source.max_rows_per_second)

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """Tables and views, as far as the driver can list them."""
        return self._catalogue.streams(count=count)

    def schema(self, name: str, stream: DatabaseStream) -> pa.Schema:
        """The columns of a stream, in the types that the driver states."""
        return _schema(self._resolve(name, stream).columns)

    def reader(self, name: str, stream: DatabaseStream, columns: Sequence[str] | None = None) -> StreamReader:
        """A reader of the stream. Raises ``ConfigError`` for columns that are not there, or cannot be ordered by, and
        for an incremental stream without a key."""
        found = self._resolve(name, stream)
        wanted = found.columns if columns is None else tuple(found.column(c, "map") for c in columns)
        key = [found.ordered(c, "key") for c in stream.key or found.key]
        mark = None
        if stream.incremental is not None:
            mark = found.ordered(stream.incremental.column, "incremental.column")
            check_incremental(key, found.where)
        order = [column for column, _ in (key if mark is None else [mark, *key])]
        lane = OdbcLane(self._session, found.rows, wanted, order, where=found.where, most_rows=self._batch_rows)
        ordering = Ordering(
            key=tuple(ordered for _, ordered in key),
            watermark=None if mark is None else mark[1],
            window=0 if stream.incremental is None else stream.incremental.window,
            stated=stream.key is not None,
        )
        return StreamReader(name, found.shown, lane, ordering, _schema(wanted))

    def privileges(self) -> Sequence[str]:
        """ODBC has no question for it: that it is not known is what there is to say."""
        if self._session.product.session:
            return ["ODBC does not tell what this login may change; the sessions opened here cannot write"]
        return ["ODBC does not tell what this login may change, nor can a session be kept from writing"]

    def _resolve(self, name: str, stream: DatabaseStream) -> _Stream:
        where = f"stream {name}"
        if stream.table is None:
            rows = relation(self._dialect, stream)
            return _Stream(rows, "query", self._columns(rows, where), (), where)
        shown, table = self._catalogue.find(stream.table, stream.schema_name, where)
        located = stream.model_copy(update={"schema_name": table.schema or None})
        rows = relation(self._dialect, located, table.name)
        columns = self._columns(rows, where)
        orderable = {column.name for column in columns if column.order is not None}
        key = self._catalogue.key(table)
        return _Stream(rows, shown, columns, key if orderable >= set(key) else (), where)

    def _columns(self, rows: Relation, where: str) -> tuple[OdbcColumn, ...]:
        described = self._session.described(f"SELECT * FROM {rows.source} WHERE 1 = 0", where=where)
        names = [name for name, *_ in described]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice or not described:
            what = f"two columns are called {', '.join(twice)}" if twice else "it has no columns"
            raise ConfigError(what, where=where, hint="Give each column a name of its own, with AS.")
        product = self._session.product
        if product == POSTGRESQL:
            return tuple(postgresql_columns(self._session, rows.source, described))
        quote, backslash = self._dialect.quote, product.backslash
        return tuple(
            column_of(name, quote(name), python, digits, decimals, backslash=backslash)
            for name, python, digits, decimals in described
        )


def _schema(columns: Sequence[OdbcColumn]) -> pa.Schema:
    return pa.schema([pa.field(column.name, column.type) for column in columns])
