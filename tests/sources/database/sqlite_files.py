"""SQLite files as other programs leave them, written by the standard library and closed before they are read.

Never both libraries at once: when the standard library closes a file, the locks of the other are gone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from legacy_adapters.core.batch import Batch
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream

LEDGER = '''
    CREATE TABLE "GL-TRAN" (
        LFDNR INTEGER PRIMARY KEY, KONTO CHAR(8), "Text ""alt""" VARCHAR(40), BETRAG NUMERIC(18,2), BUDAT DATE,
        GEÄNDERT TIMESTAMP, BILD BLOB, IRGENDWAS
    )
'''


def make(path: Path, *statements: str, rows: Sequence[tuple[str, Sequence[Sequence[Any]]]] = ()) -> Path:
    """A database made by statements, then by inserts of many rows."""
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)
        for statement, values in rows:
            database.executemany(statement, values)
    return path


def make_ledger(path: Path, count: int = 200) -> Path:
    """A ledger with every kind of cell in every kind of column."""
    lines = [
        (
            i * 3,
            f"{i % 7:08d}",
            None if i % 5 == 0 else f"Müller & Søn {i}",
            ["12,50-", i, i + 0.1, None, b"\x00\xff"][i % 5],
            f"2024-{i % 12 + 1:02d}-28",
            None if i % 11 == 0 else f"2024-01-{i % 28 + 1:02d} 10:{i % 60:02d}:00",
            b"\x01\x02" if i % 2 else None,
            [i, "text", 1.5, b"blob"][i % 4],
        )
        for i in range(count)
    ]
    return make(path, LEDGER, rows=[('INSERT INTO "GL-TRAN" VALUES (?, ?, ?, ?, ?, ?, ?, ?)', lines)])


def source(path: Path, rows_per_second: int | None = None, **settings: Any) -> DatabaseSource:
    """The declaration of a file as a source; few rows per second give small batches."""
    return DatabaseSource(url=f"sqlite:///{path}", max_rows_per_second=rows_per_second, **settings)


def read(
    path: Path, stream: DatabaseStream, since: str | None = None, rows_per_second: int | None = None
) -> list[Batch]:
    """All batches of a stream."""
    with source(path, rows_per_second).connect() as connection:
        return list(connection.reader("s", stream).read({} if since is None else {"": since}))


def cells(batches: Sequence[Batch], column: str) -> list[Any]:
    """A column's cells; of mixed ones ``(text, number)``, of faults ``(code, text)``."""
    found: list[Any] = []
    for batch in batches:
        values = batch.rows.column(column).to_pylist()
        values = [tuple(value.values()) if isinstance(value, dict) else value for value in values]
        for fault in [] if batch.faults is None else batch.faults.to_pylist():
            if fault["column"] == column:
                assert values[fault["row"]] is None
                values[fault["row"]] = (fault["code"], fault["text"])
        found += values
    return found


def origins(batches: Sequence[Batch]) -> list[str]:
    """The origins of all rows."""
    return [str(origin) for batch in batches for origin in batch.origin.to_pylist()]
