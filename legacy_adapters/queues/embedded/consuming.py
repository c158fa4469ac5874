"""Taking events out of the embedded queue: several consumers, and several workers of each that share its work.

with EventQueue.open("outbox.db") as queue:
while taken := queue.take("warehouse", 500):
for event in taken.events:
store(event.data)
queue.done(taken)
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from legacy_adapters.queues.embedded.queue_file import PATIENCE, QueueFile, as_ours

_COLUMNS = "position, id, type, subject, record_id, entity, operation, sequence, run, payload"
_HELD = """SELECT record_id FROM leases JOIN events ON position BETWEEN first AND last
    WHERE consumer = ? AND record_id IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class QueuedEvent:
    """One event. ``position`` rises from event to event; ``payload`` is the whole event as JSON."""

    position: int
    id: str
    type: str
    subject: str | None
    record_id: str | None
    entity: str
    operation: str
    sequence: int
    run: str
    payload: str

    @property
    def data(self) -> dict[str, Any]:
        """The record's fields; decimals are strings."""
        found: dict[str, Any] = json.loads(self.payload)["data"]
        return found


@dataclass(frozen=True, slots=True)
class Taken:
    """Events that are this worker's until the lease ends, in their order."""

    consumer: str
    events: tuple[QueuedEvent, ...]
    lease: int
    holder: str


class EventQueue:
    """An open queue. Used by one thread; as many processes as one likes may have it open.

    Each consumer gets every event, whatever others do. Workers of one consumer get different ones: what a worker took
    and has not done with when its lease ends, because it was killed, the next one gets. Two workers never have events
    of one record at the same time, so that these are worked off in their order.
    """

    def __init__(self, file: QueueFile, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock

    @classmethod
    def open(cls, path: str | Path, *, patience: float = PATIENCE) -> EventQueue:
        """Opens the queue at ``path``; waits up to ``patience`` seconds for other processes, here and later.

        Raises ``ConfigError`` where there is none, ``StateMismatch`` for one that is damaged, ``TryLater`` when it
        stays locked, ``OutputError`` when it cannot be written; so do all other methods but the first.
        """
        return cls(QueueFile.open(Path(path), create=False, patience=patience))

    def take(
        self,
        consumer: str,
        count: int = 1000,
        lease: timedelta = timedelta(minutes=5),
        *,
        entity: str | None = None,
    ) -> Taken | None:
        """The next events for this consumer, ``count`` at most or those that another worker left; None if there are
        none now. They have to be ``done`` before the lease ends.

        ``entity``: of this one only, and the consumer passes over all others; it has to be the same each time.
        """
        until, holder = self._clock() + lease.total_seconds(), uuid4().hex
        with self._file.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO consumers VALUES (?, 0)", (consumer,))
            left = "SELECT id, first, last FROM leases WHERE consumer = ? AND until <= ? ORDER BY first LIMIT 1"
            found = connection.execute(left, (consumer, self._clock())).fetchone()
            if found is not None:
                number, first, last = found
                connection.execute("UPDATE leases SET until = ?, holder = ? WHERE id = ?", (until, holder, number))
                return Taken(consumer, self._between(first, last, entity), number, holder)
            events = self._free(consumer, count, entity)
            if not events:
                return None
            row = (consumer, events[0].position, events[-1].position, holder, until)
            added = connection.execute(
                "INSERT INTO leases (consumer, first, last, holder, until) VALUES (?, ?, ?, ?, ?)", row
            )
            connection.execute("UPDATE consumers SET taken = ? WHERE name = ?", (row[2], consumer))
            return Taken(consumer, events, added.lastrowid or 0, holder)

    def peek(self, consumer: str, count: int, *, entity: str | None = None) -> Iterator[QueuedEvent]:
        """What ``take`` would give this consumer now, ``count`` at most; it stays where it is."""
        with as_ours(self._file.path):
            query = "SELECT first, last FROM leases WHERE consumer = ? AND until <= ? ORDER BY first"
            left = self._file.connection.execute(query, (consumer, self._clock())).fetchall()
            for first, last in left:
                for event in self._between(first, last, entity)[:count]:
                    count -= 1
                    yield event
            yield from self._free(consumer, count, entity) if count else ()

    def entities(self) -> dict[str, int]:
        """The entities of which there are events, by name, and how many."""
        with as_ours(self._file.path):
            query = "SELECT entity, count(*) FROM events GROUP BY entity ORDER BY entity"
            return dict(self._file.connection.execute(query))

    def done(self, taken: Taken) -> bool:
        """The consumer never gets these again. False, and without effect, if the lease has ended and another worker
        has taken them over: it is doing them a second time."""
        with self._file.transaction() as connection:
            ended = "DELETE FROM leases WHERE id = ? AND holder = ?"
            return connection.execute(ended, (taken.lease, taken.holder)).rowcount == 1

    def give_back(self, taken: Taken) -> bool:
        """Lets the next worker have these at once. False as for ``done``."""
        return self._until(taken, 0.0)

    def extend(self, taken: Taken, lease: timedelta = timedelta(minutes=5)) -> bool:
        """Keeps these for so much longer from now. False as for ``done``."""
        return self._until(taken, self._clock() + lease.total_seconds())

    def waiting(self, consumer: str) -> int:
        """How many events the consumer has not done with."""
        query = """SELECT count(*) FROM events
            WHERE position > coalesce((SELECT taken FROM consumers WHERE name = ?), 0)
            OR EXISTS (SELECT 1 FROM leases WHERE consumer = ? AND position BETWEEN first AND last)"""
        with as_ours(self._file.path):
            found: int = self._file.connection.execute(query, (consumer, consumer)).fetchone()[0]
            return found

    def forget(self, older_than: timedelta) -> int:
        """Removes events that were put in before that and that every consumer has done with; says how many. A queue
        that nobody ever took from keeps all."""
        before = (datetime.now(UTC) - older_than).isoformat()
        with self._file.transaction() as connection:
            query = "DELETE FROM events WHERE enqueued_at <= ? AND position <= (SELECT min(done) FROM progress)"
            return connection.execute(query, (before,)).rowcount

    def close(self) -> None:
        """Gives the file back; what was taken stays taken until its lease ends."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _until(self, taken: Taken, until: float) -> bool:
        with self._file.transaction() as connection:
            changed = "UPDATE leases SET until = ? WHERE id = ? AND holder = ?"
            return connection.execute(changed, (until, taken.lease, taken.holder)).rowcount == 1

    def _free(self, consumer: str, count: int, entity: str | None) -> tuple[QueuedEvent, ...]:
        """The next events that nobody has, up to the first one of a record that another worker is at."""
        query = "SELECT coalesce((SELECT taken FROM consumers WHERE name = ?), 0)"
        taken = self._file.connection.execute(query, (consumer,)).fetchone()[0]
        held = {record for (record,) in self._file.connection.execute(_HELD, (consumer,))}
        events = self._events("position > ?", [taken], entity, f"LIMIT {int(count)}")
        blocked = (place for place, event in enumerate(events) if event.record_id in held)
        return events[: next(blocked, len(events))]

    def _between(self, first: int, last: int, entity: str | None) -> tuple[QueuedEvent, ...]:
        return self._events("position BETWEEN ? AND ?", [first, last], entity)

    def _events(
        self, condition: str, values: list[int], entity: str | None, limit: str = ""
    ) -> tuple[QueuedEvent, ...]:
        of_it, given = ("", values) if entity is None else (" AND entity = ?", [*values, entity])
        query = f"SELECT {_COLUMNS} FROM events WHERE {condition}{of_it} ORDER BY position {limit}"
        return tuple(QueuedEvent(*row) for row in self._file.connection.execute(query, given))
