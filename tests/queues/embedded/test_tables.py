"""The tables that users read by SQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from legacy_adapters.queues.embedded.queue_file import QueueFile
from tests.sinks.queue.filled import DOCUMENTATION


def test_the_documentation_names_every_column(tmp_path: Path) -> None:
    """Of the tables that are for everyone."""
    with closing(QueueFile.open(tmp_path / "q.db", create=True)) as file:
        for table in ("events", "consumers", "progress"):
            for row in file.connection.execute(f"PRAGMA table_info({table})"):
                assert f"`{row[1]}`" in DOCUMENTATION.read_text(encoding="utf-8"), f"{table}.{row[1]}"


def test_a_position_is_never_used_again(tmp_path: Path) -> None:
    """Also if the newest events were removed, as a consumer remembers how far it is."""
    with closing(QueueFile.open(tmp_path / "q.db", create=True)) as file:
        insert = "INSERT INTO events (id, type, entity, operation, sequence, run, enqueued_at, payload)"
        for _ in range(2):
            file.connection.execute(f"{insert} VALUES ('', '', '', '', 1, '', '', '')")
            file.connection.execute("DELETE FROM events")
        found = file.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
        assert found == (2,)


def test_any_program_may_read_it(tmp_path: Path) -> None:
    """It is an SQLite file like any other."""
    QueueFile.open(tmp_path / "q.db", create=True).close()
    with closing(sqlite3.connect(f"file:{tmp_path / 'q.db'}?mode=ro", uri=True)) as other:
        assert other.execute("SELECT count(*) FROM events").fetchone() == (0,)
