"""A database behind an ODBC driver that nobody has to install: pyodbc's connection as far as it is used, over memory.

It calls itself AcmeDB, which no table of products knows, types its columns as declared, and knows ODBC's own literals.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyodbc

Declared = tuple[str, type, int, int]
"""Name, Python type, digits, decimals."""

_LITERAL = re.compile(r"\{(?:ts|d) ('[^']*')\}")
_FROM_TEXT: Mapping[type, Callable[[str], object]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Decimal: Decimal,
}

LEDGER: tuple[Declared, ...] = (
    ("LFD NR", int, 10, 0),
    ("Konto", str, 8, 0),
    ("Betrag", Decimal, 18, 2),
    ("Datum", date, 10, 0),
    ("Geändert", datetime, 26, 6),
    ("Bild", bytearray, 0, 0),
)


class FakeCursor:
    """A statement and its rows."""

    def __init__(self, connection: FakeConnection) -> None:
        self._connection = connection
        self._cursor = connection.memory.cursor()
        self.description: list[tuple[Any, ...]] | None = None
        self.arraysize = 1

    def execute(self, sql: str, *values: str) -> FakeCursor:
        self._connection.sent.append(sql)
        if "explode" in sql:
            raise pyodbc.ProgrammingError("42000", "[42000] [Acme]it exploded (1) (SQLExecDirectW)")
        try:
            self._cursor.execute(_LITERAL.sub(r"\1", sql), values)
        except sqlite3.Error as error:
            raise pyodbc.ProgrammingError("42S02", f"[42S02] [Acme]{error} (SQLExecDirectW)") from error
        names = [column[0] for column in self._cursor.description or ()] * (2 if "twice" in sql else 1)
        kinds = {name: kind for table in self._connection.tables.values() for name, *kind in table}
        self.description = [(n, *self._described(*kinds.get(n, (str, 255, 0)))) for n in names] or None
        return self

    @staticmethod
    def _described(python: type, digits: int, decimals: int) -> tuple[Any, ...]:
        return python, None, digits, digits, decimals, True

    def fetchmany(self, rows: int) -> list[tuple[Any, ...]]:
        if self._connection.broken:
            raise pyodbc.OperationalError("08S01", "[08S01] [Acme]connection lost (SQLFetch)")
        assert self.description is not None
        kinds = [column[1] for column in self.description]
        return [tuple(map(_typed, kinds, row)) for row in self._cursor.fetchmany(rows)]

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.fetchmany(1_000_000)

    def close(self) -> None:
        self._connection.closed_cursors += 1

    def tables(self) -> Iterator[tuple[Any, ...]]:
        """Catalogue, schema, name, kind; with one of the system's own."""
        self._connection.check_catalogue()
        yield ("acme", "SYS", "USERS", "SYSTEM TABLE")
        for name in self._connection.tables:
            yield ("acme", None, name, "TABLE")

    def columns(self, table: str, **place: str | None) -> Iterator[tuple[Any, ...]]:
        """Name at 3, whether it may be null at 10."""
        self._connection.check_catalogue()
        for name, *_ in self._connection.tables[table]:
            yield (None, None, table, name, *[None] * 6, int(name not in self._connection.never_null), None)

    def primaryKeys(self, table: str, **place: str | None) -> Iterator[tuple[Any, ...]]:  # noqa: N802
        """Name at 3, place at 4; backwards, as some drivers do."""
        self._connection.check_catalogue()
        for i, name in reversed(list(enumerate(self._connection.primary))):
            yield (None, None, table, name, i + 1, "pk")

    def statistics(self, table: str, *, unique: bool, **place: str | None) -> Iterator[tuple[Any, ...]]:
        """A line of the table's own, then those of its unique index."""
        assert unique
        self._connection.check_catalogue()
        yield (None, None, table, None, None, None, 0, None, None, None, None, None, None)
        for i, name in enumerate(self._connection.unique):
            yield (None, None, table, 0, None, "u", 3, i + 1, name, "A", None, None, None)


class FakeConnection:
    """Tables in memory; ``sent`` has every statement."""

    def __init__(self, **tables: tuple[Declared, ...]) -> None:
        self.memory = sqlite3.connect(":memory:", check_same_thread=False)
        self.tables = tables
        self.primary: Sequence[str] = ()
        self.unique: Sequence[str] = ()
        self.never_null: Sequence[str] = ()
        self.sent: list[str] = []
        self.infos: dict[int, str] = {
            pyodbc.SQL_DBMS_NAME: "AcmeDB", pyodbc.SQL_IDENTIFIER_QUOTE_CHAR: '"', pyodbc.SQL_DATABASE_NAME: "acme"
        }  # fmt: skip
        self.autocommit = True
        self.rolled_back = 0
        self.closed = 0
        self.closed_cursors = 0
        self.broken = False
        self.knows_catalogue = True

    def cursor(self) -> FakeCursor:
        return FakeCursor(self)

    def getinfo(self, what: int) -> str:
        if what not in self.infos:
            raise pyodbc.InterfaceError("HY096", "[HY096] information type out of range")
        return self.infos[what]

    def rollback(self) -> None:
        if self.broken:
            raise pyodbc.OperationalError("08S01", "[08S01] [Acme]connection lost")
        self.rolled_back += 1

    def close(self) -> None:
        self.closed += 1

    def check_catalogue(self) -> None:
        if not self.knows_catalogue:
            raise pyodbc.Error("HYC00", "[HYC00] [Acme]optional feature not implemented")


def fill_ledger(connection: FakeConnection, count: int = 100) -> FakeConnection:
    """Rows of a ledger, some without an amount or a date of change."""
    names = ", ".join(f'"{name}"' for name, *_ in LEDGER)
    connection.memory.execute(f"CREATE TABLE GLTRAN ({names})")
    rows = [
        (
            i * 3,
            f"{i % 7:08d}",
            None if i % 10 == 0 else f"{i}.{i:02d}"[:6],
            f"2024-01-{i % 28 + 1:02d}",
            None if i % 11 == 0 else f"2024-01-31 12:00:00.{i:06d}",
            b"\x00\xff",
        )
        for i in range(count)
    ]
    connection.memory.executemany("INSERT INTO GLTRAN VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.primary = ("LFD NR",)
    return connection


def _typed(kind: type, cell: object) -> object:
    return _FROM_TEXT[kind](str(cell)) if cell is not None and kind in _FROM_TEXT else cell
