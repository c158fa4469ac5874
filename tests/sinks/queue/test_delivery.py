"""The queue as a sink: the suite for all sinks, and what is peculiar to it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from legacy_adapters.core.errors import Defect, StateMismatch
from legacy_adapters.core.protocols import Answering, SinkSettings
from legacy_adapters.queues.embedded.consuming import EventQueue
from legacy_adapters.sinks.queue.settings import QueueSink
from legacy_adapters.testing.sinks import SinkConformance
from tests.sinks.events.samples import delivery, lines
from tests.sinks.queue.filled import changes, fill, keys


class TestQueue(SinkConformance):
    def declare(self) -> SinkSettings:
        return QueueSink(path="outbox.db")

    def visible(self, folder: Path) -> Mapping[str, bytes]:
        """The events, but for the moment in which they were put in."""
        if not (folder / "outbox.db").exists():
            return {}
        with closing(sqlite3.connect(folder / "outbox.db")) as queue:
            rows = queue.execute("SELECT position, id, run, payload FROM events ORDER BY position")
            return {f"{position}": f"{event} {run} {payload}".encode() for position, event, run, payload in rows}


def test_what_was_not_committed_cannot_be_published(tmp_path: Path) -> None:
    """That would be a defect of the engine."""
    with closing(QueueSink(path="q.db").open(delivery(tmp_path), None)) as sink:
        sink.write(lines(1))
        with pytest.raises(Defect):
            sink.publish()


def test_another_queue_in_its_place_stops_the_run(tmp_path: Path) -> None:
    """It does not hold what the ledger says."""
    settings = QueueSink(path="q.db")
    with closing(settings.open(delivery(tmp_path), None)) as sink:
        sink.write(lines(1))
        token = sink.commit()
    (tmp_path / "q.db").unlink()
    with pytest.raises(StateMismatch, match="another queue than the run began with"):
        settings.open(delivery(tmp_path), token)


def test_a_queue_from_a_backup_stops_the_run(tmp_path: Path) -> None:
    """It is older than the ledger."""
    settings = QueueSink(path="q.db")
    settings.open(delivery(tmp_path), None).close()
    shutil.copy(tmp_path / "q.db", tmp_path / "backup.db")
    with closing(settings.open(delivery(tmp_path), None)) as sink:
        sink.write(lines(1))
        token = sink.commit()
    shutil.copy(tmp_path / "backup.db", tmp_path / "q.db")
    with pytest.raises(StateMismatch, match="holds 0 pieces of the run, and the ledger says 1"):
        settings.open(delivery(tmp_path), token)


def test_two_pipelines_may_fill_one_queue(tmp_path: Path) -> None:
    """At the same time; each shows its events when it publishes."""
    settings = QueueSink(path="q.db")
    one = settings.open(delivery(tmp_path), None)
    two = settings.open(replace(delivery(tmp_path), run_id="run-2"), None)
    with closing(one), closing(two):
        for sink, key in ((one, "a"), (two, "b"), (one, "c")):
            sink.write(changes(key))
            sink.commit()
        two.publish()
        one.publish()
    with EventQueue.open(tmp_path / "q.db") as queue:
        assert keys(queue, "c") == ["b", "a", "c"]


def test_old_events_that_all_have_done_with_are_removed(tmp_path: Path) -> None:
    """When the next run publishes, if the settings say so."""
    fill(tmp_path, changes("a", "b"))
    with EventQueue.open(tmp_path / "q.db") as queue:
        taken = queue.take("c", 1)
        assert taken is not None
        queue.done(taken)
        fill(tmp_path, changes("c"), run="run-2")
        assert keys(queue, "new") == ["a", "b", "c"]
        new = queue.take("new")
        assert new is None
    with closing(sqlite3.connect(tmp_path / "q.db")) as other:
        other.execute("DELETE FROM leases WHERE consumer = 'new'")
        other.commit()
    fill(tmp_path, changes("d"), run="run-3", keep_days=0)
    with EventQueue.open(tmp_path / "q.db") as queue:
        assert keys(queue, "late") == ["b", "c", "d"]


def test_a_person_is_told_where_the_events_are(tmp_path: Path) -> None:
    """By the path of the file."""
    with closing(QueueSink(path="q.db").open(delivery(tmp_path), None)) as sink:
        assert sink.outputs() == (f"queue {tmp_path / 'q.db'}",)


def test_much_is_written_before_it_is_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory does not grow with what lies between two checkpoints."""
    monkeypatch.setattr("legacy_adapters.sinks.queue.delivery.WAITING_BYTES", 1)
    with closing(QueueSink(path="q.db").open(delivery(tmp_path), None)) as sink:
        sink.write(lines(5))
        with closing(sqlite3.connect(tmp_path / "q.db")) as other:
            assert other.execute("SELECT count(*) FROM staged").fetchone() == (1,)
        sink.commit()
        sink.publish()
    with EventQueue.open(tmp_path / "q.db") as queue:
        assert len(keys(queue, "c")) == 5


def test_a_run_that_was_killed_when_it_published_tells_all_of_its_positions(tmp_path: Path) -> None:
    """Also those of the events that were moved before, and each once."""
    settings = QueueSink(path="q.db")
    with closing(settings.open(delivery(tmp_path), None)) as sink:
        sink.write(lines(3))
        token = sink.commit()
        sink.publish()
    with closing(settings.open(replace(delivery(tmp_path), publishing=True), token)) as sink:
        assert isinstance(sink, Answering)
        sink.publish()
        assert [(one.records, one.answer) for one in sink.receipts()] == [(3, "queue q.db, position 1–3")]
        sink.publish()
        assert list(sink.receipts()) == []
