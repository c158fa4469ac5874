"""An open ODBC connection: read-only as far as its driver knows how, and all its errors as ours."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.odbc_driver import driver_of, suited
from legacy_adapters.sources.database.odbc_errors import missing_pyodbc, odbc_errors
from legacy_adapters.sources.database.odbc_product import Product, product_of
from legacy_adapters.sources.database.odbc_string import ConnectionString
from legacy_adapters.sources.database.settings import DatabaseSource

try:
    import pyodbc
except ImportError as error:
    # Also where the package is there, but no driver manager: Debian's package unixodbc.
    raise missing_pyodbc(str(error)) from error

Rows = list[tuple[Any, ...]]
Described = tuple[str, type, int, int]
"""A column of a result: its name, the Python type of its cells, its digits, and those behind the point."""

_ANSI_POSTGRESQL: Final = ("psqlodbca", "psqlodbc30a")


class OdbcSession:
    """One connection. ``where`` is its connection string without secrets, ``driver`` the driver's name."""

    def __init__(self, connection: pyodbc.Connection, stated: ConnectionString, driver: str) -> None:
        self._connection = connection
        self._secrets = stated.secrets
        self.where = stated.shown
        self.driver = driver
        self._snapshots = 0
        self._narrow = False

    @classmethod
    @contextmanager
    def open(cls, source: DatabaseSource) -> Iterator[OdbcSession]:
        """Connects. Raises ``DriverMissing``, ``ConfigError``, ``Unavailable`` or ``AccessDenied``."""
        stated = ConnectionString.of(source.url)
        driver = driver_of(stated, pyodbc.drivers(), pyodbc.dataSources())
        complete = suited(stated, driver, source.folder, source.timeout)
        with odbc_errors(where=stated.shown, secrets=stated.secrets, wanted=driver):
            connection = pyodbc.connect(complete.render(), readonly=True, autocommit=True, timeout=source.timeout)
        with closing(connection):
            session = cls(connection, stated, driver)
            if session.info(pyodbc.SQL_DRIVER_NAME).casefold().startswith(_ANSI_POSTGRESQL):
                session._speak_narrow()
            for statement in session.product.session:
                session.result(statement)
            yield session

    @property
    def product(self) -> Product:
        """What is known of the database."""
        return product_of(self.info(pyodbc.SQL_DBMS_NAME))

    @property
    def quote_sign(self) -> str:
        """What stands around a name; empty where names cannot be quoted."""
        return self.info(pyodbc.SQL_IDENTIFIER_QUOTE_CHAR).strip()

    @property
    def database(self) -> str:
        """The name of the database that is open; empty where the driver does not say."""
        return self.info(pyodbc.SQL_DATABASE_NAME)

    def info(self, what: int) -> str:
        """A text that the driver knows of itself; empty where it does not."""
        try:
            return str(self._connection.getinfo(what) or "")
        except pyodbc.Error:
            return ""

    def take_bytes(self) -> None:
        """From now on the bytes of a text come as they are, each as the character of its number."""
        self._connection.setdecoding(pyodbc.SQL_CHAR, encoding="latin-1", ctype=pyodbc.SQL_CHAR)

    def _speak_narrow(self) -> None:
        """This driver has no wide characters at all, and says so only when they are asked for."""
        for kind in (pyodbc.SQL_CHAR, pyodbc.SQL_WCHAR):
            self._connection.setdecoding(kind, encoding="utf-8", ctype=pyodbc.SQL_CHAR)
        self._connection.setencoding(encoding="utf-8", ctype=pyodbc.SQL_CHAR)
        self._narrow = True

    def catalogue(self, ask: Callable[[pyodbc.Cursor], Any]) -> Rows | None:
        """What one of the driver's catalogue functions answers; None where the driver has no such function."""
        try:
            with closing(self._connection.cursor()) as cursor:
                return [tuple(row) for row in ask(cursor)]
        except pyodbc.Error:
            return None

    def result(self, sql: str, parameters: Sequence[str] = (), *, where: str = "") -> tuple[list[str], Rows]:
        """The names and rows that a short statement yields; ``parameters`` stand for its ?, ``where`` names the
        stream in errors."""
        with self._errors(where), closing(self._connection.cursor()) as cursor:
            cursor.execute(sql, *parameters)
            names = [self._name(column[0]) for column in cursor.description or ()]
            return names, [tuple(row) for row in cursor.fetchall()] if names else []

    def described(self, sql: str, *, where: str = "") -> list[Described]:
        """The columns of a query."""
        with self._errors(where), closing(self._connection.cursor()) as cursor:
            cursor.execute(sql)
            return [(self._name(c[0]), c[1], c[4] or 0, c[5] or 0) for c in cursor.description or ()]

    def fetched(self, sql: str, rows: int, *, where: str = "") -> Generator[Rows, None, None]:
        """The result of a query, ``rows`` at a time."""
        with self._errors(where), closing(self._connection.cursor()) as cursor:
            cursor.arraysize = rows
            cursor.execute(sql)
            while found := cursor.fetchmany(rows):
                yield found

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it, everything is read in one transaction: of one moment where the database's isolation says so."""
        if not self._snapshots:
            with self._errors(""):
                self._connection.autocommit = False
        self._snapshots += 1
        try:
            yield
        finally:
            self._snapshots -= 1
            if not self._snapshots:
                self._end()

    def _end(self) -> None:
        try:
            self._connection.rollback()
            self._connection.autocommit = True
        except pyodbc.Error:
            # The server is gone, and the transaction with it; what was read says so.
            return

    def _name(self, name: str) -> str:
        """A column's name: some drivers count its characters wrongly, and hand over what lies behind it; of a name
        that a narrow driver gives, the driver manager may have made one character of each byte."""
        clean = name.partition("\0")[0]
        if not self._narrow:
            return clean
        try:
            return clean.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return clean

    @contextmanager
    def _errors(self, where: str) -> Iterator[None]:
        with odbc_errors(where=where or self.where, secrets=self._secrets, wanted=self.driver):
            try:
                yield
            except (ValueError, UnicodeError, OverflowError) as error:
                raise ConfigError(
                    f"the driver has handed over a value that is none: {error}",
                    where=where or self.where,
                    hint="A text of another code page, or no such date: turn it into text in a `query`.",
                ) from error
