"""What a run has delivered and not published: pieces of some thousand events, moved to ``events`` when it publishes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

import polars as pl

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.core.protocols import Receipt
from legacy_adapters.queues.embedded.queue_file import QueueFile, as_ours, damaged
from legacy_adapters.sinks.events.encoding import Events
from legacy_adapters.sinks.queue.token import QueueToken

ABANDONED_AFTER = timedelta(days=30)
"""A run that was given up leaves what it has not published; so long it may still be gone on with."""

_LAST = """SELECT run FROM runs WHERE (pipeline = :pipeline OR (pipeline = '' AND run = :known)) AND run <> :run
    AND (published_at IS NOT NULL OR moved > 0)
    ORDER BY published_at IS NULL DESC, published_at DESC, rowid DESC LIMIT 1"""

_INSERT = """INSERT INTO events
    (id, type, subject, record_id, sequence, payload, entity, operation, run, enqueued_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


_SEQUENCE, _ENTITY = 4, 6
"""Their places in a row."""


@dataclass(frozen=True, slots=True)
class Staging:
    """The pieces of one run in a queue."""

    file: QueueFile
    run: str

    def compare(self, pipeline: str, known: QueueToken | None, *, first: bool) -> None:
        """Raises ``StateMismatch`` where the queue does not have the runs of a pipeline that the ledger has.

        ``first``: the ledger has none. A sink that is new to the ledger (``known`` is None) is not compared otherwise,
        nor another queue, which somebody has put in the place of the one that is known.
        """
        if not pipeline or (known is None and not first):
            return
        values = {"pipeline": pipeline, "run": self.run, "known": None if known is None else known.run}
        with as_ours(self.file.path):
            row = self.file.connection.execute(_LAST, values).fetchone()
        last = None if row is None else row[0]
        if known is None or known.queue != self.file.id:
            if last is not None and first:
                raise self._disagree(f"the queue has events of run {last} of {pipeline}, and the ledger knows of none")
            return
        if last != known.run:
            has = "none" if last is None else f"run {last}"
            raise self._disagree(f"the last run of {pipeline} in the ledger is {known.run}, and in the queue {has}")

    def begin(self, now: datetime, pipeline: str = "") -> None:
        """Forgets what the run may have left, and what runs that were given up have. Raises ``StateMismatch`` for a
        run that was published here."""
        with self.file.transaction() as connection:
            self._check_unpublished()
            abandoned = "SELECT run FROM runs WHERE published_at IS NULL AND moved = 0 AND (began_at < ? OR run = ?)"
            values = ((now - ABANDONED_AFTER).isoformat(), self.run)
            connection.execute(f"DELETE FROM staged WHERE run IN ({abandoned})", values)
            connection.execute(f"DELETE FROM runs WHERE run IN ({abandoned})", values)
            connection.execute(
                "INSERT INTO runs (run, began_at, pipeline) VALUES (?, ?, ?)", (self.run, now.isoformat(), pipeline)
            )

    def resume(self, pieces: int, *, publishing: bool) -> None:
        """Forgets all pieces behind the first ``pieces``. Raises ``StateMismatch`` where they are not all there."""
        with self.file.transaction() as connection:
            if not publishing:
                self._check_unpublished()
            connection.execute("DELETE FROM staged WHERE run = ? AND number > ?", (self.run, pieces))
            held = "SELECT moved + (SELECT count(*) FROM staged s WHERE s.run = r.run) FROM runs r WHERE run = ?"
            found = connection.execute(held, (self.run,)).fetchone()
        if found is None or found[0] != pieces:
            here = 0 if found is None else found[0]
            hint = "Put the queue back as it was, or begin the run anew (--full)."
            what = f"the queue holds {here} pieces of the run, and the ledger says {pieces}"
            raise StateMismatch(what, where=str(self.file.path), hint=hint)

    def add(self, first: int, contents: Sequence[bytes]) -> None:
        """Makes pieces durable, the first of which has that number."""
        rows = [(self.run, first + place, content, crc32(content)) for place, content in enumerate(contents)]
        with self.file.transaction() as connection:
            connection.executemany("INSERT INTO staged VALUES (?, ?, ?, ?)", rows)

    def publish(self) -> Sequence[Receipt]:
        """Moves the pieces to where consumers see them, in order, each in a transaction; idempotent. Returns where each
        of those lies that were moved. Raises ``StateMismatch`` for a piece that is not as it was written."""
        moved: list[Receipt] = []
        while found := self._next_piece():
            number, content, checksum = found
            if crc32(content) != checksum:
                raise damaged(f"piece {number} of the run is not as it was written", self.file.path)
            with self.file.transaction() as connection:
                rows = unpacked(content, self.run, datetime.now(UTC))
                connection.executemany(_INSERT, rows)
                last: int = connection.execute("SELECT max(position) FROM events").fetchone()[0]
                connection.execute("DELETE FROM staged WHERE run = ? AND number = ?", (self.run, number))
                connection.execute("UPDATE runs SET moved = ? WHERE run = ?", (number, self.run))
            numbers = [row[_SEQUENCE] for row in rows]
            answer = self._positions(last - len(rows) + 1, last)
            moved.append(Receipt(rows[0][_ENTITY], len(rows), min(numbers), max(numbers), answer))
        with self.file.transaction() as connection:
            done = "UPDATE runs SET published_at = ? WHERE run = ? AND published_at IS NULL"
            connection.execute(done, (datetime.now(UTC).isoformat(), self.run))
        return moved

    def published(self) -> Sequence[Receipt]:
        """Where the events of the run lie that were published, by this process or by one that was killed."""
        query = """SELECT entity, count(*), min(sequence), max(sequence), min(position), max(position)
            FROM events WHERE run = ? GROUP BY entity ORDER BY min(position)"""
        with as_ours(self.file.path):
            found = self.file.connection.execute(query, (self.run,)).fetchall()
        return [
            Receipt(entity, count, low, high, self._positions(first, last))
            for entity, count, low, high, first, last in found
        ]

    def _positions(self, first: int, last: int) -> str:
        return f"queue {self.file.path.name}, position {first}" + ("" if first == last else f"–{last}")

    def _next_piece(self) -> tuple[int, bytes, int] | None:
        query = "SELECT number, content, checksum FROM staged WHERE run = ? ORDER BY number LIMIT 1"
        with as_ours(self.file.path):
            found: tuple[int, bytes, int] | None = self.file.connection.execute(query, (self.run,)).fetchone()
            return found

    def _disagree(self, what: str) -> StateMismatch:
        hint = (
            "One of them is lost, or an older copy: restore the newer one (a ledger by `state adopt BACKUP PIPELINE`). "
            "Without a backup, go on in another queue; in this one events would be missing, or there twice."
        )
        return StateMismatch(what, where=str(self.file.path), hint=hint)

    def _check_unpublished(self) -> None:
        query = "SELECT published_at, moved FROM runs WHERE run = ?"
        found = self.file.connection.execute(query, (self.run,)).fetchone()
        if found is not None and (found[0] or found[1]):
            hint = "The ledger is older than the queue: restore its newest backup, or begin anew (--full)."
            raise StateMismatch("the run was published here already", where=str(self.file.path), hint=hint)


def packed(events: Events) -> bytes:
    """Events as one piece."""
    attributes = events.attributes
    table = pl.DataFrame(
        [
            attributes.column("id").alias("id"),
            attributes.column("type").alias("type"),
            attributes.column("subject").alias("subject"),
            events.envelope["record_id"],
            events.envelope["sequence"],
            events.structured().alias("payload"),
            pl.Series("entity", [events.entity]).new_from_index(0, events.data.len()),
            events.envelope["operation"],
        ]
    )
    piece = io.BytesIO()
    table.write_ipc(piece, compression="lz4")
    return piece.getvalue()


def unpacked(content: bytes, run: str, now: datetime) -> list[tuple[Any, ...]]:
    """The rows of a piece for the table ``events``."""
    table = pl.read_ipc(content)
    return table.with_columns(pl.lit(run).alias("run"), pl.lit(now.isoformat()).alias("enqueued_at")).rows()
