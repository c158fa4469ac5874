"""Taking events out of the embedded queue, in runs of their own and by hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.queue.settings import QueueSink
from legacy_adapters.sources.queue.settings import QueueSource
from tests.sources.events.draining import Draining

_PUT = """INSERT INTO events (id, type, sequence, entity, operation, run, enqueued_at, payload)
    VALUES ('x', 'x', 1, 'gl_line', 'upsert', 'r', 'now', ?)"""


class TestDraining(Draining):
    """Everything that holds for all queues."""

    def sink(self, place: str, folder: Path) -> SinkSettings:
        return QueueSink(path=str(folder / f"{place}.db"))

    def source(self, place: str, folder: Path, **more: object) -> str:
        return f"kind: queue, path: {folder / place}.db, idle: 0, lease: 1, consumer: all"

    def put(self, place: str, folder: Path, body: bytes) -> None:
        with closing(sqlite3.connect(folder / f"{place}.db")) as connection, connection:
            connection.execute(_PUT, (body.decode(),))


def source(folder: Path, **settings: object) -> QueueSource:
    given: dict[str, object] = {"path": "q.db", "idle": 0}
    return QueueSource.model_validate(given | settings, context={"folder": folder})
