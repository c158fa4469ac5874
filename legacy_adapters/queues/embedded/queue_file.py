"""The queue's file: opened so that what was saved survives a power cut, and every error of SQLite told as ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, OutputError, StateMismatch, TryLater
from legacy_adapters.queues.embedded.tables import APPLICATION_ID, TABLES, UPGRADES, VERSION

CHECKED_BYTES = 64 * 1024 * 1024
"""A queue up to this size is checked whole when it is opened; damage in a larger one is met where it is used."""

PATIENCE = 60.0
"""Seconds to wait for another process, which holds the queue for as long as some thousand events take."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_UNWRITABLE = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOLFS,
}


@dataclass(frozen=True, slots=True)
class QueueFile:
    """An open queue, used by one thread; ``id`` was given to it when it was made."""

    path: Path
    connection: sqlite3.Connection
    id: str

    @classmethod
    def open(cls, path: Path, *, create: bool, patience: float = PATIENCE) -> QueueFile:
        """Opens the queue at ``path``; makes it where there is none and ``create`` is true, in a folder that is there.

        Raises ``ConfigError`` where there is none or a newer version made it, ``StateMismatch`` for one that is
        damaged or no queue, ``TryLater`` when it stays locked, ``OutputError`` when it cannot be written.
        """
        if not create and not path.exists():
            hint = "A run makes it when it delivers for the first time."
            raise ConfigError("there is no queue", where=str(path), hint=hint)
        with as_ours(path), ExitStack() as undo:
            connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
            undo.callback(connection.close)
            _check(connection, path)
            connection.execute("PRAGMA journal_mode = wal")
            connection.execute("PRAGMA synchronous = FULL")
            _make_tables(connection)
            found = connection.execute("SELECT id FROM queue").fetchone()
            undo.pop_all()
        return cls(path, connection, found[0])

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """What is done in here is durable together at the end, or not at all. Raises as ``open`` does."""
        with as_ours(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            with self.connection:
                yield self.connection

    def close(self) -> None:
        """Gives the file back."""
        self.connection.close()


def _make_tables(connection: sqlite3.Connection) -> None:
    """In one transaction, so that a process that is killed leaves no half of them, and two do not make them twice."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        version = _number(connection, "PRAGMA user_version")
        if version == VERSION:
            return
        for statement in UPGRADES[version - 1 :] if version else TABLES:
            connection.execute(statement)
        if not version:
            connection.execute("INSERT INTO queue VALUES (?)", (uuid4().hex,))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _number(connection: sqlite3.Connection, query: str) -> int:
    found: int = connection.execute(query).fetchone()[0]
    return found


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises ``StateMismatch`` for a file that is no queue or damaged, ``ConfigError`` for one of a newer version."""
    mark = _number(connection, "PRAGMA application_id")
    if mark != APPLICATION_ID and _number(connection, "SELECT count(*) FROM sqlite_master"):
        raise StateMismatch("this SQLite file is no queue of ours", where=str(path), hint="Choose another path.")
    if _number(connection, "PRAGMA user_version") > VERSION:
        hint = "Use that version here too, or choose another path."
        raise ConfigError("the queue was made by a newer version of legacy-adapters", where=str(path), hint=hint)
    if path.stat().st_size <= CHECKED_BYTES:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise damaged(str(found), path)


@contextmanager
def as_ours(path: Path) -> Iterator[None]:
    """Turns what SQLite says of the queue at ``path`` into an error of ours."""
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
    where = str(path)
    if code in _BUSY:
        hint = "Try again when it has ended; a backup or a virus scanner may hold the file too."
        return TryLater("another process keeps the queue locked", where=where, hint=hint)
    if code == sqlite3.SQLITE_FULL:
        hint = "Make room on that disk and start the run again: it goes on from its last checkpoint."
        return OutputError("disk full", where=where, hint=hint)
    if code in _DAMAGED:
        return damaged(str(error), path)
    hint = "Check the rights on the file and its folder, which must not be on a network drive, or choose another path."
    return OutputError(f"cannot be written ({error})", where=where, hint=hint) if code in _UNWRITABLE else None


def damaged(what: str, path: Path) -> StateMismatch:
    """What to say of a queue in which something is not as it was written."""
    hint = "Put a backup of it in its place, or move it away and begin the run anew (--full) to fill a new one."
    return StateMismatch(f"the queue is damaged ({what})", where=str(path), hint=hint)
