"""Taking events out of the embedded queue, in runs of their own and by hand."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import TakenOver
from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.queue.settings import QueueSink
from legacy_adapters.sources.queue.settings import QueueSource, QueueStream
from tests.sources.events.draining import Draining
from tests.sources.events.samples import postings, send

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


def test_a_lease_that_another_has_taken_over_is_noticed(tmp_path: Path) -> None:
    """Before anything is published."""
    send(QueueSink(path="q.db"), tmp_path, postings(range(5)))
    source = QueueSource.model_validate({"path": "q.db", "idle": 0, "lease": 1}, context={"folder": tmp_path})
    stream = QueueStream(entity="gl_line")
    with source.connect() as one, source.connect() as other:
        slow, quick = one.reader("gl", stream), other.reader("gl", stream)
        [*_, end] = slow.read({})
        slow.hold({"": end.position or ""})
        time.sleep(1.1)
        assert [batch.rows.num_rows for batch in quick.read({})] == [5, 0]
        with pytest.raises(TakenOver, match="lease"):
            slow.hold({"": end.position or ""})


def test_an_entity_is_passed_over_by_the_others(tmp_path: Path) -> None:
    """Each stream has its own, whatever lies between."""
    send(QueueSink(path="q.db"), tmp_path, postings(range(3)))
    source = QueueSource.model_validate({"path": "q.db", "idle": 0}, context={"folder": tmp_path})
    with source.connect() as connection:
        [end] = connection.reader("accounts", QueueStream(entity="account")).read({})
    assert end.rows.num_rows == 0
