"""Reads the events of a place in a queue until it is empty, or there are enough for one run."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from legacy_adapters.core.batch import BATCH_BYTES, Batch
from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.sources.base import batch_rows
from legacy_adapters.sources.events.envelope import event_id
from legacy_adapters.sources.events.message import Event, Message, events_of
from legacy_adapters.sources.events.position import Taken
from legacy_adapters.sources.events.protocols import Intake
from legacy_adapters.sources.events.settings import EventSource
from legacy_adapters.sources.events.table import EventTable

AT_ONCE = 1000
"""Messages that are asked for at a time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read: the stream's name, where it lies in the queue, and its columns in order (None: all)."""

    stream: str
    queue: str
    table: EventTable
    columns: tuple[str, ...] | None

    @property
    def schema(self) -> pa.Schema:
        """The columns of the batches. Raises ``ConfigError`` for one that there is not."""
        schema = self.table.schema
        if self.columns is None:
            return schema
        if strange := [name for name in self.columns if name not in schema.names]:
            raise ConfigError(f"there is no column {strange[0]!r}", where=f"stream {self.stream}")
        return pa.schema([schema.field(name) for name in self.columns])


@dataclass(slots=True)
class Batches:
    """Events put together to batches. One that came before in the same run, with the same id from the same source, is
    left out and counted: a sender repeats what it does not know to have arrived."""

    wanted: Wanted
    limit: int
    repeated: int = 0
    events: int = 0
    _known: set[tuple[object, str]] = field(default_factory=set)

    def of(self, messages: Iterable[Message]) -> Generator[Batch, None, None]:
        """Batches without a position, of up to ``limit`` events, or some ``BATCH_BYTES``."""
        waiting: list[Event] = []
        size = 0
        for message in messages:
            for event in events_of(message):
                if self._is_new(event):
                    waiting.append(event)
                    self.events += 1
                if len(waiting) == self.limit:
                    yield self._batch(waiting)
                    waiting, size = [], 0
            size += len(message.body)
            if size > BATCH_BYTES and waiting:
                yield self._batch(waiting)
                waiting, size = [], 0
        if waiting:
            yield self._batch(waiting)

    def _is_new(self, event: Event) -> bool:
        known = event_id(event)
        if known is None:
            return True
        key = (event.attributes.get("source"), known)
        if key in self._known:
            self.repeated += 1
            return False
        self._known.add(key)
        return True

    def _batch(self, events: Sequence[Event]) -> Batch:
        found = self.wanted.table.rows_of(events)
        return Batch(
            stream=self.wanted.stream,
            part="",
            id=f"from {events[0].message.place}, event {self.events - len(events) + 1}",
            rows=found.rows.select(self.wanted.schema.names),
            origin=found.origin,
            position=None,
            faults=found.faults,
            source_modified_at=found.rows.column("source_modified_at"),
        )


class EventReader:
    """Takes events. They are given back to the queue, by the time that it sets, unless they are acknowledged.

    No batch but the last, which is empty, has a position: a run that was killed begins anew, and so do its events,
    which may be another runner's by then.
    """

    def __init__(self, wanted: Wanted, source: EventSource, intake: Intake, note: Callable[[str], None]) -> None:
        self._wanted, self._source, self._intake, self._note = wanted, source, intake, note
        wanted.schema  # noqa: B018 - raises for a column that there is not

    def read(self, since: Mapping[str, str]) -> Iterator[Batch]:
        """What waits, until nothing came for ``idle`` seconds or there are ``max_events``."""
        self._intake.begin(Taken.load(since, self._wanted.queue).marks)
        batches = Batches(self._wanted, batch_rows(self._source.max_rows_per_second))
        yield from batches.of(self._messages(batches))
        if batches.repeated:
            self._note(f"{self._wanted.stream}: {batches.repeated:,} events came again with the same id, taken once")
        yield _end(self._wanted, Taken(self._wanted.queue, tuple(self._intake.marks())))

    def hold(self, upto: Mapping[str, str]) -> None:
        """Raises ``TakenOver`` where what was read may be another runner's by now."""
        if marks := Taken.load(upto, self._wanted.queue).marks:
            self._intake.hold(marks)

    def acknowledge(self, upto: Mapping[str, str]) -> None:
        """The queue forgets what was published. What it cannot be told now is told by the next run."""
        try:
            self._intake.done(Taken.load(upto, self._wanted.queue).marks)
        except Unavailable as error:
            self._note(f"{self._wanted.stream}: not acknowledged yet, the next run does it ({error.message})")

    def _messages(self, batches: Batches) -> Iterator[Message]:
        while (left := self._source.max_events - batches.events) > 0:
            found = self._intake.take(min(left, AT_ONCE), self._source.idle)
            if not found:
                return
            yield from found


class PeekReader:
    """Looks at what a run would read; everything stays where it is."""

    def __init__(self, wanted: Wanted, source: EventSource, peek: Callable[[int], Iterator[Message]]) -> None:
        self._wanted, self._source, self._peek = wanted, source, peek
        wanted.schema  # noqa: B018 - raises for a column that there is not

    def read(self, since: Mapping[str, str]) -> Iterator[Batch]:
        """What waits now."""
        batches = Batches(self._wanted, AT_ONCE)
        yield from batches.of(self._peek(self._source.max_events))
        yield _end(self._wanted, Taken(self._wanted.queue))

    def acknowledge(self, upto: Mapping[str, str]) -> None:
        """Nothing was taken."""


def _end(wanted: Wanted, taken: Taken) -> Batch:
    """The end of the stream, whose position has everything that was taken."""
    rows = wanted.schema.empty_table().to_batches()
    empty = rows[0] if rows else pa.RecordBatch.from_pylist([], schema=wanted.schema)
    return Batch(wanted.stream, "", "end", empty, pa.array([], pa.string()), taken.dump())
