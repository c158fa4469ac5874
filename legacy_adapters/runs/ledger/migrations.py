"""The tables of the ledger, version by version. A version that was released is never edited, only followed by another.

``runs`` has one row per run, with its last checkpoint. ``rejects`` keeps every row set aside; those of an unfinished
run beyond its ``rejects_upto`` came after its last checkpoint, and are forgotten when it is gone on with. ``known`` has
the identities of those that an earlier finished run had or a person accepted. ``seen`` remembers delivered rows within
the lookback of a watermark; what a run adds waits in ``seen_pending`` until the run is finished, so that a run whose
output was given up leaves no trace in it. ``parts`` has the pieces (files) that runs have done with; those of a run
that is not finished are its own. ``owner`` names this ledger in what its runs claim. ``shipments`` has what waits in
the spool: one row for each run and sink, and one for each time that a run is sent again; ``receipts`` what receivers
have answered. A run is ``delivering`` until delivering of it was tried once, to the end, and ``overtaken``
while more of it was delivered than its report says. ``homes`` are the machines
and folders that the ledger lives on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

Migration: TypeAlias = Sequence[str]
"""The statements that lead from one version to the next."""

MIGRATIONS: Final[Sequence[Migration]] = (
    (
        """CREATE TABLE runs (
            ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            pipeline TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            params TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('running', 'publishing', 'finished', 'failed', 'abandoned')),
            moments TEXT NOT NULL,
            ended_at TEXT,
            began_positions TEXT NOT NULL,
            began_token TEXT,
            sequence_base INTEGER NOT NULL,
            next_sequence INTEGER NOT NULL,
            checkpoint TEXT,
            rejects_upto INTEGER NOT NULL DEFAULT 0,
            published_token TEXT,
            exit_code INTEGER,
            error TEXT,
            report TEXT
        )""",
        "CREATE INDEX runs_of_pipeline ON runs (pipeline, status, ordinal)",
        """CREATE TABLE rejects (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES runs (ordinal),
            stream TEXT NOT NULL,
            origin TEXT NOT NULL,
            record_id TEXT,
            row TEXT NOT NULL,
            reasons TEXT NOT NULL,
            identity BLOB NOT NULL,
            is_new INTEGER NOT NULL
        )""",
        "CREATE INDEX rejects_of_run ON rejects (run)",
        """CREATE TABLE known (
            pipeline TEXT NOT NULL,
            identity BLOB NOT NULL,
            accepted_at TEXT,
            PRIMARY KEY (pipeline, identity)
        ) WITHOUT ROWID""",
        """CREATE TABLE seen (
            pipeline TEXT NOT NULL,
            stream TEXT NOT NULL,
            key BLOB NOT NULL,
            content BLOB NOT NULL,
            watermark TEXT,
            PRIMARY KEY (pipeline, stream, key)
        ) WITHOUT ROWID""",
        """CREATE TABLE seen_pending (
            run INTEGER NOT NULL REFERENCES runs (ordinal),
            stream TEXT NOT NULL,
            key BLOB NOT NULL,
            content BLOB NOT NULL,
            watermark TEXT,
            PRIMARY KEY (run, stream, key)
        ) WITHOUT ROWID""",
        """CREATE TABLE seen_oldest (
            run INTEGER NOT NULL REFERENCES runs (ordinal),
            stream TEXT NOT NULL,
            watermark TEXT NOT NULL,
            PRIMARY KEY (run, stream)
        ) WITHOUT ROWID""",
    ),
    (
        "ALTER TABLE runs ADD COLUMN anew INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE parts (
            run INTEGER NOT NULL REFERENCES runs (ordinal),
            pipeline TEXT NOT NULL,
            stream TEXT NOT NULL,
            part TEXT NOT NULL,
            name TEXT NOT NULL,
            receipt TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('taken', 'set aside', 'left alone')),
            at TEXT NOT NULL,
            exit_code INTEGER NOT NULL,
            detail TEXT NOT NULL,
            PRIMARY KEY (pipeline, stream, part, run)
        )""",
        "CREATE INDEX parts_of_run ON parts (run)",
        "CREATE INDEX parts_by_name ON parts (pipeline, stream, name)",
        "CREATE TABLE owner (name TEXT NOT NULL)",
        "INSERT INTO owner VALUES (lower(hex(randomblob(4))))",
    ),
    (
        "ALTER TABLE runs ADD COLUMN delivering INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE runs ADD COLUMN overtaken INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE shipments (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES runs (ordinal),
            pipeline TEXT NOT NULL,
            sink TEXT NOT NULL,
            delivery TEXT NOT NULL,
            streams TEXT,
            status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'publishing', 'done', 'given up')),
            known TEXT,
            place TEXT,
            token TEXT,
            published_token TEXT,
            tallies TEXT NOT NULL DEFAULT '{}',
            lost INTEGER NOT NULL DEFAULT 0,
            address TEXT NOT NULL DEFAULT '',
            began_at TEXT,
            done_at TEXT,
            exit_code INTEGER,
            error TEXT
        )""",
        "CREATE INDEX shipments_of_sink ON shipments (pipeline, status, sink, id)",
        "CREATE INDEX shipments_of_run ON shipments (run)",
        """CREATE TABLE receipts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES runs (ordinal),
            sink TEXT NOT NULL,
            delivery TEXT NOT NULL,
            entity TEXT NOT NULL,
            records INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            at TEXT NOT NULL,
            place TEXT NOT NULL,
            answer TEXT NOT NULL
        )""",
        "CREATE INDEX receipts_of_run ON receipts (run)",
    ),
    (
        """CREATE TABLE homes (
            machine TEXT NOT NULL,
            folder TEXT NOT NULL,
            host TEXT NOT NULL,
            since TEXT NOT NULL,
            last_at TEXT NOT NULL,
            PRIMARY KEY (machine, folder)
        ) WITHOUT ROWID""",
    ),
)

APPLICATION_ID: Final = 0x4C414C47
"""What marks a SQLite file as a ledger of ours ("LALG")."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables; 0 for a file without any."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Brings the tables to the newest version, all steps or none, after a copy of what was there before.

    The copy is ``ledger.db.v1.bak`` for version 1. The caller has made sure that the version is not a newer one.
    """
    before = version_of(connection)
    if before == len(migrations):
        return
    if before > 0:
        _back_up(connection, path.with_name(f"{path.name}.v{before}.bak"))
    connection.execute("BEGIN EXCLUSIVE")
    try:
        # Another process may have come first, while this one waited for the lock.
        for migration in migrations[version_of(connection) :]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
    except sqlite3.Error:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    """A whole copy under its final name, or none."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    copy = sqlite3.connect(part)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    part.replace(target)
