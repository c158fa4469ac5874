"""Whatever has an ODBC driver: SQL is written in the dialect of its product, rows go by ``executemany``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa
from sqlalchemy import Column, Dialect, Executable, Table, text
from sqlalchemy.dialects import mssql, mysql, postgresql, sqlite
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.schema import ExecutableDDLElement

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sinks.database.errors import as_error
from legacy_adapters.sinks.database.odbc_errors import odbc_verdict
from legacy_adapters.sinks.database.odbc_types import column_type
from legacy_adapters.sinks.database.postgresql import DURABLE
from legacy_adapters.sinks.database.settings import DatabaseSink
from legacy_adapters.sinks.database.sqlite import MOMENTS, values_of
from legacy_adapters.sinks.text.cells import cells_of, numbered

INSTALL: Final = "pip install 'legacy-adapters[odbc]'"

LONG: Final = 4000
"""Characters of a text from which on a driver may have no room for it in an array: then row by row."""

_DIALECTS: Final[Mapping[str, Any]] = {
    "postgres": postgresql.dialect,
    "sqlite": sqlite.dialect,
    "sql server": mssql.dialect,
    "mysql": mysql.dialect,
    "mariadb": mysql.dialect,
}

_CURRENT_SCHEMA: Final = {"postgresql": "SELECT current_schema()", "mssql": "SELECT SCHEMA_NAME()"}
"""Without a schema the catalogue tells of all of them."""

_DATABASE = re.compile(r"(\bDatabase\s*=\s*)([^;{}]+)", re.IGNORECASE)
_DRIVER = re.compile(r"\bDriver\s*=\s*\{?([^;}]+)", re.IGNORECASE)


class OdbcSession:
    """A session through pyodbc."""

    def __init__(self, connection: Any, where: str, timeout: int) -> None:
        self._connection = connection
        self._names = count(1)
        self.where = where
        with self._errors():
            product = str(connection.getinfo(_pyodbc().SQL_DBMS_NAME))
            if not connection.getinfo(_pyodbc().SQL_TXN_CAPABLE):
                raise ConfigError(f"{product} knows no transactions", where=where, hint="Deliver to a file.")
        self._dialect = dialect_of(product)
        if self._dialect.name == "postgresql":
            self._run(f"SET lock_timeout = '{timeout}s'")
            self._run(DURABLE)
        asking = _CURRENT_SCHEMA.get(self._dialect.name)
        self._default_schema = None if asking is None else str(self.rows(text(asking))[0][0])
        self.commit()

    @classmethod
    def connect(cls, settings: DatabaseSink, folder: Path) -> OdbcSession:
        """Connects. Raises ``DriverMissing``, ``ConfigError``, ``AccessDenied`` or ``Unavailable``."""
        stated = suited(settings.url[len("odbc:") :], folder)
        where = scrub(f"odbc:{stated}")
        try:
            connection = _pyodbc().connect(stated, autocommit=False, timeout=settings.timeout)
        except _pyodbc().Error as error:
            raise as_error(odbc_verdict(error), str(error.args[-1]), where) from error
        return cls(connection, where, settings.timeout)

    @property
    def dialect(self) -> Dialect:
        """How the product writes its SQL."""
        return self._dialect

    def columns(self, table: Table) -> Sequence[Column[Any]] | None:
        """The columns of a table or view, as the driver's catalogue has them."""
        with self._errors(table.name):
            schema = table.schema or self._default_schema
            found = self._connection.cursor().columns(table=table.name, schema=schema).fetchall()
        # An underscore in a name stands for any character to some drivers.
        rows = [row for row in found if row[2] == table.name]
        return [
            Column(
                row[3],
                column_type(row[4], str(row[5]), row[6], row[8], self._dialect.name),
                nullable=row[10] != 0,
                server_default=None if row[12] in (None, "NULL") else text("0"),
            )
            for row in rows
        ] or None

    def unsafe(self, table: Table) -> str | None:
        """Of tables that do not take part in transactions ODBC tells nothing."""
        return None

    def execute(self, *statements: Executable) -> None:
        """Statements without a result, values written into them."""
        for statement in statements:
            self._run(self._written(statement))

    def define(self, *statements: ExecutableDDLElement) -> None:
        """Creates, alters or drops, in a transaction where the product has that."""
        for statement in statements:
            self._run(str(statement.compile(dialect=self._dialect)))

    def rows(self, statement: Executable) -> Sequence[tuple[Any, ...]]:
        """A short result."""
        with self._errors():
            return [tuple(row) for row in self._connection.cursor().execute(self._written(statement)).fetchall()]

    def load(self, table: Table, rows: pa.RecordBatch) -> None:
        """One statement for all rows; with arrays of parameters where the driver can."""
        quoted = self._dialect.identifier_preparer
        names = ", ".join(quoted.quote(column.name) for column in table.columns)
        places = ", ".join("?" * rows.num_columns)
        values = values_of(rows) if self._is_sqlite else typed_values(rows)
        with self._errors():
            cursor = self._connection.cursor()
            # SQLite's driver does not survive it.
            cursor.fast_executemany = not self._is_sqlite and longest_text(rows) <= LONG
            statement = f"INSERT INTO {quoted.format_table(table)} ({names}) VALUES ({places})"
            if rows.num_rows:
                cursor.executemany(statement, list(zip(*values, strict=True)))

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is done within it is undone where an error leaves it."""
        name = f"p{next(self._names)}"
        server = self._dialect.name == "mssql"
        self._run(f"SAVE TRANSACTION {name}" if server else f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self._run(f"ROLLBACK TRANSACTION {name}" if server else f"ROLLBACK TO SAVEPOINT {name}")
            raise

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
        # Where the server is gone there is nothing left to give back.
        with suppress(_pyodbc().Error):
            self._connection.close()

    @property
    def _is_sqlite(self) -> bool:
        return self._dialect.name == "sqlite"

    def _written(self, statement: Executable) -> str:
        return str(statement.compile(dialect=self._dialect, compile_kwargs={"literal_binds": True}))  # type: ignore[attr-defined]

    def _run(self, statement: str) -> None:
        with self._errors():
            self._connection.cursor().execute(statement)

    @contextmanager
    def _errors(self, where: str = "") -> Iterator[None]:
        try:
            yield
        except _pyodbc().Error as error:
            place = f"{self.where}: {where}" if where else self.where
            raise as_error(odbc_verdict(error), str(error.args[-1]), place) from error


def dialect_of(product: str) -> Dialect:
    """How a product, as its driver names it, writes its SQL; of one that is not known plain SQL is expected."""
    named = (kind for part, kind in _DIALECTS.items() if part in product.casefold())
    dialect: Dialect = next(named, DefaultDialect)(paramstyle="qmark")
    return dialect


def suited(stated: str, folder: Path) -> str:
    """The connection string with what its driver needs: SQLite's takes a path from the current folder, and psqlODBC
    would set a savepoint before each row."""
    found = _DRIVER.search(stated)
    driver = found[1].casefold() if found else ""
    if "sqlite" in driver:
        return _DATABASE.sub(lambda match: f"{match[1]}{folder / match[2].strip()}", stated)
    if "postgres" in driver and "protocol" not in stated.casefold():
        return f"{stated.rstrip('; ')};Protocol=7.4-0"
    return stated


def typed_values(rows: pa.RecordBatch) -> list[list[Any]]:
    """The values of each column: decimals as Python's, and moments as text, of which drivers would cut the fraction."""
    cells = cells_of(rows.schema, None, MOMENTS)
    written = (cell.text.str.strip_suffix("Z") if cell.kind == "moment" else cell.column for cell in cells)
    frame = numbered(rows).select(value.alias(str(place)) for place, value in enumerate(written))
    return [column.to_list() for column in frame]


def longest_text(rows: pa.RecordBatch) -> int:
    """Characters of the longest text; 0 where there is none."""
    lengths = numbered(rows).select(pl.col(pl.String).str.len_chars().max().fill_null(0))
    return max(lengths.row(0), default=0)


def _pyodbc() -> Any:
    try:
        import pyodbc
    except ImportError as error:
        raise DriverMissing(f"delivering by ODBC needs the package pyodbc ({error})", hint=INSTALL) from error
    return pyodbc
