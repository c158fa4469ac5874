"""The tables of the queue. ``events`` and ``consumers`` are for everyone, and described in the documentation.

``events`` has what was published, in order; positions rise and are never used again. ``runs`` has every run that began
to deliver here, with its pipeline ("": not known), ``staged`` what it has delivered and not published: a row for some
thousand events, as Arrow. A run is published row by row of ``staged``, each moved to ``events`` in one transaction.
``consumers`` has how far each one has taken events, and ``leases`` which of those it has not done with yet.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x4C415158
"""What tells a queue from other SQLite files."""

VERSION: Final = 2

TABLES: Final = (
    "CREATE TABLE queue (id TEXT NOT NULL)",
    """CREATE TABLE events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL,
        type TEXT NOT NULL,
        subject TEXT,
        record_id TEXT,
        entity TEXT NOT NULL,
        operation TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        run TEXT NOT NULL,
        enqueued_at TEXT NOT NULL,
        payload TEXT NOT NULL
    )""",
    """CREATE TABLE runs (
        run TEXT PRIMARY KEY,
        began_at TEXT NOT NULL,
        moved INTEGER NOT NULL DEFAULT 0,
        published_at TEXT,
        pipeline TEXT NOT NULL DEFAULT ''
    )""",
    """CREATE TABLE staged (
        run TEXT NOT NULL REFERENCES runs (run),
        number INTEGER NOT NULL,
        content BLOB NOT NULL,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (run, number)
    )""",
    """CREATE TABLE consumers (
        name TEXT PRIMARY KEY,
        taken INTEGER NOT NULL
    )""",
    """CREATE TABLE leases (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        consumer TEXT NOT NULL REFERENCES consumers (name),
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        holder TEXT NOT NULL,
        until REAL NOT NULL
    )""",
    "CREATE INDEX leases_of_consumer ON leases (consumer, first)",
    """CREATE VIEW progress AS
        SELECT name, taken, coalesce((SELECT min(first) - 1 FROM leases WHERE consumer = name), taken) AS done
        FROM consumers""",
)

UPGRADES: Final = ("ALTER TABLE runs ADD COLUMN pipeline TEXT NOT NULL DEFAULT ''",)
"""What leads from one version to the next."""
