"""Taking events out of an embedded queue, lease by lease."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from legacy_adapters.core.errors import TakenOver
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.queues.cloudevents import STRUCTURED
from legacy_adapters.queues.embedded.consuming import EventQueue, QueuedEvent, Taken
from legacy_adapters.sources.events.message import Message
from legacy_adapters.sources.queue.settings import QueueSource

PAUSE = 0.05
"""Seconds between two looks at a queue that is empty."""


@contextmanager
def opened(source: QueueSource) -> Iterator[EmbeddedQueue]:
    """The queue of a source."""
    with EventQueue.open(source.folder / source.path) as queue:
        yield EmbeddedQueue(queue, source)


@dataclass(frozen=True, slots=True)
class EmbeddedQueue:
    """A ``Queue`` whose places are entities."""

    queue: EventQueue
    source: QueueSource

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """The entities of which there are events, whether or not somebody has done with them."""
        found = self.queue.entities()
        return [StreamInfo(name, "entity", rows if count else None) for name, rows in found.items()]

    def check(self, place: str) -> None:
        """An entity of which there are no events yet may get some."""

    def intake(self, place: str) -> Leases:
        """Takes the events of an entity."""
        return Leases(self.queue, self._consumer(place), place, timedelta(seconds=self.source.lease))

    def peek(self, place: str, count: int) -> Iterator[Message]:
        """What nobody has."""
        yield from map(_message, self.queue.peek(self._consumer(place), count, entity=place))

    def _consumer(self, entity: str) -> str:
        # Each entity is taken in an order of its own, so that each is a consumer to the queue.
        return f"{self.source.consumer or self.source.id or 'run'}/{entity}"


@dataclass(slots=True)
class Leases:
    """An ``Intake``. A mark is a lease: its number, and who holds it."""

    queue: EventQueue
    consumer: str
    entity: str
    lease: timedelta
    _held: list[str] = field(default_factory=list)
    _extended: float = field(default_factory=time.monotonic)

    def begin(self, published: Sequence[str]) -> None:
        """What was published is done with, unless another runner has taken it over meanwhile."""
        self.done(published)
        self._held.clear()
        self._extended = time.monotonic()

    def take(self, count: int, seconds: float) -> Sequence[Message]:
        """Looks again and again."""
        if time.monotonic() - self._extended > self.lease.total_seconds() / 3:
            self.hold(self._held)
        end = time.monotonic() + seconds
        while (taken := self.queue.take(self.consumer, count, self.lease, entity=self.entity)) is None:
            left = end - time.monotonic()
            if left <= 0:
                return ()
            time.sleep(min(PAUSE, left))
        self._held.append(f"{taken.lease}/{taken.holder}")
        return [_message(event) for event in taken.events]

    def marks(self) -> Sequence[str]:
        """The leases of this run."""
        return tuple(self._held)

    def hold(self, marks: Sequence[str]) -> None:
        """Extends each lease."""
        for mark in marks:
            if not self.queue.extend(self._lease(mark), self.lease):
                hint = "State a longer `lease` if its runs take longer than that."
                what = "another runner has taken over events that this run had, as their lease had ended"
                raise TakenOver(what, where=self.consumer, hint=hint)
        self._extended = time.monotonic()

    def done(self, marks: Sequence[str]) -> None:
        """Ends each lease."""
        for mark in marks:
            self.queue.done(self._lease(mark))

    def _lease(self, mark: str) -> Taken:
        number, _, holder = mark.partition("/")
        return Taken(self.consumer, (), int(number), holder)


def _message(event: QueuedEvent) -> Message:
    return Message(str(event.position), event.payload.encode("utf-8", "surrogatepass"), {}, STRUCTURED)
