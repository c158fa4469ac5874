"""Queues with events in them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from legacy_adapters.core.records import Records
from legacy_adapters.queues.embedded.consuming import EventQueue
from legacy_adapters.sinks.queue.settings import QueueSink
from tests.sinks.events.samples import delivery, lines

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "sinks" / "queue.md"


def fill(folder: Path, *batches: Records, run: str = "run-1", **settings: object) -> Path:
    """The queue ``q.db`` of that folder, with one more run in it."""
    sink = QueueSink.model_validate({"path": "q.db"} | settings)
    with closing(sink.open(replace(delivery(folder), run_id=run), None)) as opened:
        for batch in batches or (lines(10),):
            opened.write(batch)
        opened.commit()
        opened.publish()
    return folder / "q.db"


def changes(*keys: str) -> Records:
    """One change of a record for each key."""
    ids = [f"sage hq/{key}" for key in keys]
    return replace(lines(len(keys)), record_id=pa.array(ids, pa.string()))


def keys(queue: EventQueue, consumer: str, count: int = 1000) -> list[str]:
    """Takes events, and says of which records they are."""
    taken = queue.take(consumer, count)
    return [] if taken is None else [str(event.subject) for event in taken.events]


class Clock:
    """A clock that stands still until it is set forward."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now
