"""What the sink needs of a database, and the way to one through SQLAlchemy, with the fast lane of its family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

import pyarrow as pa
from sqlalchemy import Column, Dialect, Engine, Executable, Table, event, inspect, text
from sqlalchemy.exc import DBAPIError, NoSuchTableError, SQLAlchemyError
from sqlalchemy.schema import ExecutableDDLElement

from legacy_adapters.sinks.database.errors import DOWN, STATEMENT, Verdict, as_error


class Session(Protocol):
    """One connection. A transaction begins by itself and lasts until ``commit`` or ``rollback``.

    Every method raises errors of ours: ``RowRefused``, ``AccessDenied``, ``ConfigError``, ``OutputError``,
    ``Unavailable``. ``where`` is what they say where nothing more is known: the database, without secrets.
    """

    where: str

    @property
    def dialect(self) -> Dialect:
        """How its SQL is written."""
        ...

    def columns(self, table: Table) -> Sequence[Column[Any]] | None:
        """The columns of a table or view, as they are there; None where there is none of this name."""
        ...

    def unsafe(self, table: Table) -> str | None:
        """Why a table cannot take part in a transaction, in words; None if all is well."""
        ...

    def execute(self, *statements: Executable) -> None:
        """Statements without a result."""
        ...

    def define(self, *statements: ExecutableDDLElement) -> None:
        """Creates, alters or drops. Where the database knows no better this ends the transaction."""
        ...

    def rows(self, statement: Executable) -> Sequence[tuple[Any, ...]]:
        """A short result."""
        ...

    def load(self, table: Table, rows: pa.RecordBatch) -> None:
        """Adds rows, whose columns are those of the table in the same order, by the fastest way that is exact."""
        ...

    def savepoint(self) -> AbstractContextManager[None]:
        """What is done within it is undone where an error leaves it; the transaction goes on."""
        ...

    def commit(self) -> None:
        """Ends the transaction; it is durable on return."""
        ...

    def rollback(self) -> None:
        """Ends the transaction as if it had not been."""
        ...

    def close(self) -> None:
        """Ends the connection, and what was not committed."""
        ...


class Family(Protocol):
    """What is peculiar to one kind of database behind SQLAlchemy."""

    @property
    def engine(self) -> Engine:
        """Not yet connected."""
        ...

    @property
    def driver_error(self) -> type[Exception]:
        """The driver's class of all errors."""
        ...

    def verdict(self, error: BaseException) -> Verdict | None:
        """What an error of the driver means; None for one that is not known."""
        ...

    def unsafe(self, options: dict[str, Any]) -> str | None:
        """Why a table with these options cannot take part in a transaction."""
        ...

    def load(self, connection: Any, table: str, rows: pa.RecordBatch, columns: Sequence[str]) -> None:
        """Adds rows by the driver's own ``connection``; names are quoted already."""
        ...


class AlchemySession:
    """A session through SQLAlchemy."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self.where = family.engine.url.set(query={}).render_as_string()
        with self._errors():
            self._connection = family.engine.connect()

    @property
    def dialect(self) -> Dialect:
        """How its SQL is written."""
        return self._connection.dialect

    def columns(self, table: Table) -> Sequence[Column[Any]] | None:
        """The columns of a table or view, as they are there."""
        with self._errors(table.name):
            try:
                found = inspect(self._connection).get_columns(table.name, table.schema)
            except NoSuchTableError:
                return None
        return [
            Column(each["name"], each["type"], nullable=each["nullable"], server_default=_default(each))
            for each in found
        ]

    def unsafe(self, table: Table) -> str | None:
        """Why a table cannot take part in a transaction."""
        with self._errors(table.name):
            return self._family.unsafe(dict(inspect(self._connection).get_table_options(table.name, table.schema)))

    def execute(self, *statements: Executable) -> None:
        """Statements without a result."""
        with self._errors():
            for statement in statements:
                self._connection.execute(statement)

    def define(self, *statements: ExecutableDDLElement) -> None:
        """Creates, alters or drops."""
        self.execute(*statements)

    def rows(self, statement: Executable) -> Sequence[tuple[Any, ...]]:
        """A short result."""
        with self._errors():
            return [tuple(row) for row in self._connection.execute(statement)]

    def load(self, table: Table, rows: pa.RecordBatch) -> None:
        """Adds rows by the family's fast lane, within the transaction."""
        quoted = self.dialect.identifier_preparer
        if not self._connection.in_transaction():
            self._connection.begin()
        names = [quoted.quote(column.name) for column in table.columns]
        with self._errors():
            self._family.load(self._connection.connection.driver_connection, quoted.format_table(table), rows, names)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is done within it is undone where an error leaves it."""
        with self._errors():
            point = self._connection.begin_nested()
        try:
            yield
        except BaseException:
            if self._connection.in_transaction() and not self._connection.closed:
                with self._errors():
                    point.rollback()
            raise
        with self._errors():
            point.commit()

    def commit(self) -> None:
        """Ends the transaction; it is durable on return."""
        with self._errors():
            self._connection.commit()

    def rollback(self) -> None:
        """Ends the transaction as if it had not been."""
        with self._errors():
            self._connection.rollback()

    def close(self) -> None:
        """Ends the connection, and what was not committed."""
        try:
            self._connection.close()
        except SQLAlchemyError:
            # The server is gone: there is nothing left to give back.
            self._connection.invalidate()
        finally:
            self._family.engine.dispose()

    @contextmanager
    def _errors(self, where: str = "") -> Iterator[None]:
        """Raises what driver and SQLAlchemy raise within as errors of ours."""
        place = f"{self.where}: {where}" if where else self.where
        try:
            yield
        except DBAPIError as error:
            verdict = self._family.verdict(error.orig) if error.orig is not None else None
            if verdict is None:
                verdict = DOWN if error.connection_invalidated else STATEMENT
            raise as_error(verdict, str(error.orig), place) from error
        except self._family.driver_error as error:
            raise as_error(self._family.verdict(error) or STATEMENT, str(error), place) from error
        except SQLAlchemyError as error:
            raise as_error(STATEMENT, str(error), place) from error


def _default(column: Any) -> Any:
    """Whether the database fills a column by itself: then nobody has to."""
    filled = column.get("default") is not None or column.get("autoincrement") is True
    return text("0") if filled or column.get("identity") or column.get("computed") else None


def on_begin(engine: Engine, statement: str) -> None:
    """Has SQLAlchemy begin every transaction by a statement of ours, as the driver does not."""

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql(statement)


def on_connect(engine: Engine, *statements: str) -> None:
    """Has every connection begin with these statements."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
        connection.commit()
