"""The ledger's file: opened so that what was saved survives a power cut, and every error of SQLite told as ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, OutputError, StateMismatch, TryLater
from legacy_adapters.runs.ledger.migrations import APPLICATION_ID, MIGRATIONS, Migration, migrate, version_of
from legacy_adapters.runs.ledger.network_folder import is_network_folder

CHECKED_BYTES = 64 * 1024 * 1024
"""A ledger up to this size is checked whole when it is opened; damage in a larger one is met where it is used."""

_RESTORE = (
    "Restore a backup of the state folder (ledger.db.v*.bak is one from before an upgrade). Without any, move the "
    "ledger away: the next run reads everything again, and what a sink appends to has to be emptied first."
)

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_UNWRITABLE = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOLFS,
}


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """An open ledger. Used by one thread."""

    path: Path
    connection: sqlite3.Connection

    @classmethod
    def open(cls, path: Path, timeout: float, migrations: Sequence[Migration] = MIGRATIONS) -> LedgerFile:
        """Opens or creates the ledger at ``path``, waiting up to ``timeout`` seconds for another process.

        Raises ``ConfigError`` for one of a newer version, ``StateMismatch`` for a damaged one, ``TryLater`` when it
        stays locked, ``OutputError`` when it cannot be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            existed = path.exists() and path.stat().st_size > 0
        except OSError as error:
            raise _unwritable(str(error), path) from error
        with _as_ours(path), ExitStack() as undo:
            connection = sqlite3.connect(path, timeout=timeout, isolation_level=None)
            undo.callback(connection.close)
            if existed:
                _check(connection, path, len(migrations))
            _make_durable(connection, path)
            migrate(connection, path, migrations)
            undo.pop_all()
        return cls(path, connection)

    def close(self) -> None:
        """Gives the file back."""
        self.connection.close()

    def copy_to(self, path: Path) -> None:
        """Writes a whole copy, as of this moment, to ``path``. Raises as ``open`` does."""
        with _as_ours(path), closing(sqlite3.connect(path)) as copy:
            self.connection.backup(copy)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """What is done in here is saved together at the end, or not at all. Raises as ``open`` does."""
        with _as_ours(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            with self.connection:
                yield self.connection

    def rows(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one by one, in constant memory. Raises as ``open`` does."""
        with _as_ours(self.path):
            yield from self.connection.execute(query, values)

    def first(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, None where there is none. Raises as ``open`` does."""
        with _as_ours(self.path):
            row: tuple[Any, ...] | None = self.connection.execute(query, values).fetchone()
            return row


def storable(text: str) -> str:
    """A text that SQLite can hold: a byte that was no text in the source's code page becomes a backslash, ``udc80`` and
    the like, which in JSON stands for the very same character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def _check(connection: sqlite3.Connection, path: Path, newest: int) -> None:
    """Raises ``StateMismatch`` for a file that is no ledger or damaged, ``ConfigError`` for one of a newer version."""
    version = version_of(connection)
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != APPLICATION_ID and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise StateMismatch("this SQLite file is not a ledger of ours", where=str(path), hint="Move it away.")
    if version > newest:
        raise ConfigError(
            f"the ledger was written by a newer version of legacy-adapters (its tables are of version {version}, "
            f"this one knows up to {newest})",
            where=str(path),
            hint="Use that version here too, or go back to the copy it made before the upgrade, ledger.db.v*.bak.",
        )
    if path.stat().st_size <= CHECKED_BYTES:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise _damaged(str(found), path)


def _make_durable(connection: sqlite3.Connection, path: Path) -> None:
    """A commit is on the disk when it returns. WAL lets others read meanwhile, but needs shared memory."""
    wanted = "delete" if is_network_folder(path.parent) else "wal"
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
        connection.execute(f"PRAGMA journal_mode = {wanted}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _as_ours(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        told = _told(error, path)
        if told is None:
            raise
        raise told from error


def _told(error: sqlite3.DatabaseError, path: Path) -> LegacyAdaptersError | None:
    """The error as one of ours by SQLite's primary result code; None for one that only a defect can cause."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code in _BUSY:
        return TryLater(
            "another process keeps the ledger locked",
            where=str(path),
            hint="Try again when it has ended; a backup or virus scanner may hold the file too.",
        )
    if code in _DAMAGED:
        return _damaged(str(error), path)
    return _unwritable(str(error), path) if code in _UNWRITABLE else None


def _damaged(what: str, path: Path) -> StateMismatch:
    return StateMismatch(f"the ledger is damaged ({what})", where=str(path), hint=_RESTORE)


def _unwritable(what: str, path: Path) -> OutputError:
    return OutputError(
        f"the ledger cannot be written ({what})",
        where=str(path),
        hint="Check the space on the disk and the rights on the folder, or name another folder with --state-dir.",
    )
