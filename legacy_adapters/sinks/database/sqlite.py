"""SQLite: a file, whose fast lane is a prepared statement fed from whole columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa
from sqlalchemy import Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.database.errors import (
    BUSY,
    DAMAGED,
    FORBIDDEN,
    FULL,
    NOT_THERE,
    READ_ONLY,
    REFUSED,
    Verdict,
)
from legacy_adapters.sinks.database.session import on_begin
from legacy_adapters.sinks.database.settings import DatabaseSink
from legacy_adapters.sinks.text.cells import Cell, cells_of, numbered
from legacy_adapters.sinks.text.settings import TextOptions

MOMENTS: Final = TextOptions(datetime_format="%Y-%m-%d %H:%M:%S.%f")
"""As SQLite's own functions and SQLAlchemy write them; UTC where the column is."""

_VERDICTS: Final[Mapping[int, Verdict]] = {
    sqlite3.SQLITE_PERM: FORBIDDEN,
    sqlite3.SQLITE_AUTH: FORBIDDEN,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: FULL,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CANTOPEN: NOT_THERE,
    sqlite3.SQLITE_TOOBIG: REFUSED,
    sqlite3.SQLITE_CONSTRAINT: REFUSED,
    sqlite3.SQLITE_MISMATCH: REFUSED,
}


class SqliteFamily:
    """A file of SQLite. ``amounts``: for each column that is an amount, the one with its currency."""

    driver_error = sqlite3.Error

    def __init__(self, settings: DatabaseSink, folder: Path) -> None:
        path = _path(settings.url, folder)
        if not settings.create and not path.is_file():
            hint = "Check `url`, or let the sink `create` it."
            raise ConfigError("there is no such file", where=str(path), hint=hint)
        self.engine: Engine = create_engine(
            make_url("sqlite://").set(database=str(path)),
            poolclass=NullPool,
            hide_parameters=True,
            connect_args={"timeout": settings.timeout, "isolation_level": None},
        )
        # By itself the driver begins no transaction for what creates tables.
        on_begin(self.engine, "BEGIN IMMEDIATE")

    def verdict(self, error: BaseException) -> Verdict | None:
        """What an error means, by the first byte of SQLite's code."""
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:
            return REFUSED if isinstance(error, sqlite3.DataError | OverflowError) else None
        return _VERDICTS.get(code & 0xFF)

    def unsafe(self, options: dict[str, Any]) -> str | None:
        """Every table takes part in transactions."""
        return None

    def load(self, connection: Any, table: str, rows: pa.RecordBatch, columns: Sequence[str]) -> None:
        """One statement for all rows; the values come out of the columns without a step of Python for each."""
        places = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        connection.executemany(statement, zip(*values_of(rows), strict=True))


def values_of(rows: pa.RecordBatch) -> list[list[Any]]:
    """The values of each column as SQLite holds them exactly: decimals, dates and times are text."""
    cells = cells_of(rows.schema, None, MOMENTS)
    frame = numbered(rows).select(_value(cell).alias(str(n)) for n, cell in enumerate(cells))
    return [column.to_list() for column in frame]


def _value(cell: Cell) -> pl.Expr:
    match cell.kind:
        case "integer":
            return cell.column
        case "bool":
            return cell.column.cast(pl.Int8)
        case "moment":
            return cell.text.str.strip_suffix("Z")
        case _:
            return cell.text


def _path(url: str, folder: Path) -> Path:
    try:
        database = make_url(url).database
    except ArgumentError:
        database = None
    if not database or database == ":memory:":
        raise ConfigError("the URL names no file", where="sink.url", hint="Write sqlite:///books.db")
    return folder / database
