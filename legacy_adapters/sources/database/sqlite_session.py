"""An open SQLite file: statements go to the ADBC driver, and only there.

A second SQLite library in the same process (the standard library's) must not open the file: when it closes it, the
operating system drops the locks of the first, and a writer could change what is being read
(sqlite.org/howtocorrupt.html, 2.2.1). So the catalogue is read through this session, too.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import adbc_driver_sqlite
import pyarrow as pa
from adbc_driver_manager import AdbcConnection, AdbcStatement
from adbc_driver_sqlite import StatementOptions

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sources.database.sqlite_errors import sqlite_errors

SMALL_RESULT: Final = 65_536
"""Rows that are fetched at once where all of a result is wanted."""

_HEADER: Final = 20
_WAL_VERSION: Final = 2


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a file looked like: it cannot have been written to without a change of this."""

    size: int
    modified_ns: int
    wal: bool

    @classmethod
    def of(cls, path: Path) -> _Seen:
        state = path.stat()
        return cls(state.st_size, state.st_mtime_ns, _wal_of(path).exists())


class SqliteSession:
    """A read-only connection to a file; ``where`` names it in errors."""

    def __init__(self, connection: AdbcConnection, path: Path, untouched: _Seen | None) -> None:
        self._connection = connection
        self.path = path
        self.where = str(path)
        self._untouched = untouched
        self._snapshots = 0

    @classmethod
    @contextmanager
    def open(cls, path: Path, timeout: int) -> Iterator[SqliteSession]:
        """Opens the file, which must be there; waits up to ``timeout`` seconds for locks.

        Raises ``Unavailable`` or ``SourceChanged``.
        """
        untouched = _Seen.of(path) if _needs_immutable(path) else None
        uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if untouched else ''}"
        with ExitStack() as stack:
            with sqlite_errors(str(path)):
                # The driver's DBAPI would do, but it imports pandas for its own sake.
                database = stack.enter_context(adbc_driver_sqlite.connect(uri))
                connection = stack.enter_context(AdbcConnection(database))
            session = cls(connection, path, untouched)
            session.table(f"PRAGMA busy_timeout = {timeout * 1000}")
            # The first statement that looks into the file: tells whether it is a database at all.
            session.table("SELECT COUNT(*) FROM sqlite_master")
            yield session

    def table(self, sql: str, parameters: Sequence[str] = ()) -> pa.Table:
        """The result of a statement, whole; its columns also where it has no rows. ``parameters`` stand for its ?."""
        with self._reading(sql, SMALL_RESULT, parameters) as reader, sqlite_errors(self.where):
            return reader.read_all()

    def batches(self, sql: str, rows: int) -> Generator[pa.RecordBatch, None, None]:
        """The result of a statement, ``rows`` at a time."""
        with self._reading(sql, rows) as reader:
            while (batch := self._next(reader)) is not None:
                yield batch

    @contextmanager
    def _reading(self, sql: str, rows: int, parameters: Sequence[str] = ()) -> Iterator[pa.RecordBatchReader]:
        with AdbcStatement(self._connection) as statement:
            with sqlite_errors(self.where):
                statement.set_options(**{StatementOptions.BATCH_ROWS.value: str(rows)})
                statement.set_sql_query(sql)
                if parameters:
                    values = [pa.array([value]) for value in parameters]
                    statement.bind(pa.record_batch(values, names=[str(i) for i in range(len(values))]))
                handle, _ = statement.execute_query()
                reader = pa.RecordBatchReader.from_stream(handle)
            with closing(reader):
                yield reader

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it, all that is read is of one moment. While rows are read a writer has to wait, unless the database
        is in WAL mode."""
        handle = self._connection
        if not self._snapshots:
            with sqlite_errors(self.where):
                handle.set_autocommit(False)
        self._snapshots += 1
        try:
            yield
        finally:
            self._snapshots -= 1
            if not self._snapshots:
                handle.rollback()
                handle.set_autocommit(True)
        self._check_untouched()

    def _next(self, reader: pa.RecordBatchReader) -> pa.RecordBatch | None:
        with sqlite_errors(self.where):
            try:
                batch = reader.read_next_batch()
            except StopIteration:
                return None
        self._check_untouched()
        return batch

    def _check_untouched(self) -> None:
        if self._untouched is not None and _Seen.of(self.path) != self._untouched:
            raise Unavailable(
                "the database was written to while it was read, without a lock that both sides see",
                where=self.where,
                hint="Try again; better, read a copy, or from a folder that can be written to.",
            )


def _wal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _needs_immutable(path: Path) -> bool:
    """Whether SQLite would have to create files to read this one and cannot: a database in WAL mode that nobody has
    open, in a folder that we cannot write to. It is then read without locks, and watched."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    wal_mode = len(header) == _HEADER and header[18] == _WAL_VERSION
    return wal_mode and not _wal_of(path).exists() and not os.access(path.parent, os.W_OK)
