"""An open queue as a source: its streams, their columns, and readers that take events or only look at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.sources.events.protocols import Intake, Queue
from legacy_adapters.sources.events.reader import EventReader, PeekReader, Wanted
from legacy_adapters.sources.events.settings import EventSource, EventStream
from legacy_adapters.sources.events.table import EventTable


class EventConnection:
    """A queue of any kind. ``place_of`` says where in it the events of a stream lie."""

    def __init__(self, source: EventSource, queue: Queue, place_of: Callable[[str, Any], str]) -> None:
        self._source, self._queue, self._place_of = source, queue, place_of
        self._taking: dict[str, str] = {}
        self.notes: list[str] = []

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """The places that there are, as far as the queue tells."""
        return self._queue.streams(count=count)

    def schema(self, name: str, stream: EventStream) -> pa.Schema:
        """The entity's fields, then the envelope. Raises ``ConfigError`` where the queue has no such place."""
        self._queue.check(self._place_of(name, stream))
        return self._table(stream).schema

    def reader(self, name: str, stream: EventStream, columns: Sequence[str] | None = None) -> EventReader:
        """A reader that takes. Raises ``ConfigError`` where another stream takes from the same place."""
        place = self._place_of(name, stream)
        other = self._taking.setdefault(place, name)
        if other != name:
            hint = "Give each stream a place of its own, or read them in one stream."
            raise ConfigError(f"the streams {other} and {name} both take from {place}", hint=hint)
        intake: Intake = self._queue.intake(place)
        return EventReader(self._wanted(name, stream, place, columns), self._source, intake, self.notes.append)

    def peek(self, name: str, stream: EventStream, columns: Sequence[str] | None = None) -> PeekReader:
        """A reader that takes nothing."""
        place = self._place_of(name, stream)
        wanted = self._wanted(name, stream, place, columns)
        return PeekReader(wanted, self._source, lambda count: self._queue.peek(place, count))

    def privileges(self) -> Sequence[str]:
        """None that are not wanted: to take events is what a run is for."""
        return ()

    def _wanted(self, name: str, stream: EventStream, place: str, columns: Sequence[str] | None) -> Wanted:
        return Wanted(name, place, self._table(stream), None if columns is None else tuple(columns))

    def _table(self, stream: EventStream) -> EventTable:
        return EventTable(load_entity(stream.entity, self._source.folder), extra=stream.keep_extra)
