"""Delivered rows that are remembered, so that a row read again within the lookback is not sent twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Protocol

from legacy_adapters.core.checkpoint import SeenRow
from legacy_adapters.runs.ledger.file import LedgerFile


class Remembered(Protocol):
    """What a checkpoint adds to the memory of one stream, and the watermark below which it may forget."""

    @property
    def stream(self) -> str:
        """The stream's name."""
        ...

    @property
    def rows(self) -> Sequence[SeenRow]:
        """The rows to know again."""
        ...

    @property
    def oldest(self) -> str | None:
        """Rows with a smaller watermark are forgotten; None forgets nothing."""
        ...


class SeenMemory:
    """The rows remembered of finished runs. What the run at hand adds joins them when it is finished."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def matching(self, pipeline: str, stream: str, rows: Sequence[SeenRow]) -> set[SeenRow]:
        """Which of ``rows`` are remembered with the same key and content."""
        scope = {"pipeline": pipeline, "stream": stream}
        if not rows or not self._file.first(f"{_OF_STREAM} LIMIT 1", scope):
            return set()
        with self._file.transaction() as connection:
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (row INTEGER, key BLOB, content BLOB)")
            connection.execute("DELETE FROM asked")
            connection.executemany("INSERT INTO asked VALUES (?, ?, ?)", _numbered(rows))
        return {rows[number] for (number,) in self._file.rows(_MATCHING, scope)}


def add_seen(connection: sqlite3.Connection, run: int, remembered: Iterable[Remembered]) -> None:
    """Part of a checkpoint's transaction: what ``run`` delivered, without what the lookback already left behind."""
    for one in remembered:
        if one.oldest is not None:
            connection.execute(_RAISE_OLDEST, (run, one.stream, one.oldest))
        rows = ((run, one.stream, row.key, row.content, row.watermark) for row in one.rows)
        connection.executemany("INSERT OR REPLACE INTO seen_pending VALUES (?, ?, ?, ?, ?)", rows)
        if one.oldest is not None:
            connection.execute(_PRUNE_PENDING, {"run": run, "stream": one.stream})


def keep_seen(connection: sqlite3.Connection, run: int) -> None:
    """Part of the transaction that finishes ``run``: what it delivered is known from now on."""
    connection.execute(_MERGE, (run,))
    connection.execute(_PRUNE, {"run": run})
    drop_seen(connection, run)


def drop_seen(connection: sqlite3.Connection, run: int) -> None:
    """Part of the transaction that gives ``run`` up: what it delivered was not."""
    connection.execute("DELETE FROM seen_pending WHERE run = ?", (run,))
    connection.execute("DELETE FROM seen_oldest WHERE run = ?", (run,))


def _numbered(rows: Sequence[SeenRow]) -> Iterable[tuple[int, bytes, bytes]]:
    return ((number, row.key, row.content) for number, row in enumerate(rows))


_OF_STREAM = "SELECT 1 FROM seen WHERE pipeline = :pipeline AND stream = :stream"

_MATCHING = """
SELECT asked.row FROM asked CROSS JOIN seen
ON seen.pipeline = :pipeline AND seen.stream = :stream AND seen.key = asked.key AND seen.content = asked.content
"""

_RAISE_OLDEST = """
INSERT INTO seen_oldest VALUES (?, ?, ?)
ON CONFLICT (run, stream) DO UPDATE SET watermark = max(watermark, excluded.watermark)
"""

_PRUNE_PENDING = """
DELETE FROM seen_pending WHERE run = :run AND stream = :stream
AND watermark < (SELECT watermark FROM seen_oldest WHERE run = :run AND stream = :stream)
"""

_MERGE = """
INSERT OR REPLACE INTO seen
SELECT runs.pipeline, stream, key, content, watermark
FROM seen_pending JOIN runs ON runs.ordinal = seen_pending.run WHERE run = ?
"""

_PRUNE = """
DELETE FROM seen WHERE pipeline = (SELECT pipeline FROM runs WHERE ordinal = :run)
AND watermark < (SELECT watermark FROM seen_oldest WHERE run = :run AND seen_oldest.stream = seen.stream)
"""
