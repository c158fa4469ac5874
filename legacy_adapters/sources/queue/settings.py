"""What a pipeline file says of an embedded queue that is read, and of its streams."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from legacy_adapters.sources.events.settings import EventSource, EventStream

if TYPE_CHECKING:
    from legacy_adapters.sources.events.connection import EventConnection


class QueueStream(EventStream):
    """The events of one entity in the queue."""


class QueueSource(EventSource):
    """Takes events out of a queue in one SQLite file."""

    stream_settings: ClassVar[type[QueueStream]] = QueueStream

    kind: Literal["queue"] = Field("queue", description="A queue in one SQLite file.")
    path: str = Field(pattern=r"\A[^\x00-\x1f]+\z", description="The file, which a sink has made.")
    consumer: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        description="Each consumer gets every event; runners that state the same one share its events. `id` unless "
        "stated.",
    )
    lease: float = Field(
        300.0,
        ge=1,
        le=86_400,
        description="For how many seconds events are a run's own. What a run that was killed had taken goes to the "
        "next one that asks when they are over.",
    )

    @contextmanager
    def connect(self) -> Iterator[EventConnection]:
        """Opens the queue. Raises ``ConfigError`` where there is none, ``StateMismatch`` for one that is damaged,
        ``TryLater`` while it stays locked."""
        from legacy_adapters.sources.events.connection import EventConnection
        from legacy_adapters.sources.queue.taking import opened

        with opened(self) as queue:
            yield EventConnection(self, queue, lambda name, stream: stream.entity)
