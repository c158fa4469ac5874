"""What waits in the queue until its run publishes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.queues.embedded.queue_file import QueueFile
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.queue.staging import ABANDONED_AFTER, Staging, packed, unpacked
from legacy_adapters.sinks.queue.token import QueueToken
from tests.sinks.events.samples import delivery, lines

NOW = datetime(2024, 6, 1, tzinfo=UTC)
PIECE = packed(EventEncoder(delivery(Path("/nowhere")), "string").encode(lines(3)))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[QueueFile]:
    """An empty queue."""
    with closing(QueueFile.open(tmp_path / "q.db", create=True)) as file:
        yield file


def count(file: QueueFile, table: str) -> int:
    found: int = file.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def test_a_piece_is_unpacked_to_rows_of_the_table() -> None:
    """Every column as text or number, the payload as the whole event."""
    first, *_ = unpacked(PIECE, "run-1", NOW)
    assert first[:5] == (
        "sage hq/C0:line:0%2F1#1700000000000000000",
        "accounting.line.upserted.v1",
        "C0:line:0%2F1",
        "sage hq/C0:line:0%2F1",
        1_700_000_000_000_000_000,
    )
    assert json.loads(str(first[5]))["data"]["amount"] == "12345678901234567890.1234"
    assert first[6:] == ("line", "upsert", "run-1", "2024-06-01T00:00:00+00:00")


def test_what_waits_is_no_event_yet(file: QueueFile) -> None:
    """It becomes one when it is published, in its order, and once."""
    staging = Staging(file, "r")
    staging.begin(NOW)
    staging.add(1, [PIECE, PIECE])
    assert (count(file, "staged"), count(file, "events")) == (2, 0)
    staging.publish()
    staging.publish()
    assert (count(file, "staged"), count(file, "events")) == (0, 6)


def test_going_on_forgets_what_came_later(file: QueueFile) -> None:
    """Pieces behind those that the ledger knows of."""
    staging = Staging(file, "r")
    staging.begin(NOW)
    staging.add(1, [PIECE, PIECE, PIECE])
    staging.resume(1, publishing=False)
    assert count(file, "staged") == 1


def test_a_queue_that_holds_less_than_the_ledger_says_stops_the_run(file: QueueFile) -> None:
    """It was put back from a backup, or cleared."""
    staging = Staging(file, "r")
    staging.begin(NOW)
    staging.add(1, [PIECE])
    with pytest.raises(StateMismatch, match="holds 1 pieces of the run, and the ledger says 2"):
        staging.resume(2, publishing=False)
    with pytest.raises(StateMismatch, match="holds 0 pieces"):
        Staging(file, "other").resume(1, publishing=False)


def test_a_run_that_was_published_is_not_gone_on_with(file: QueueFile) -> None:
    """The ledger is older than the queue."""
    staging = Staging(file, "r")
    staging.begin(NOW)
    staging.add(1, [PIECE])
    staging.publish()
    staging.resume(1, publishing=True)
    with pytest.raises(StateMismatch, match="published here already"):
        staging.resume(1, publishing=False)
    with pytest.raises(StateMismatch, match="published here already"):
        staging.begin(NOW)


def test_publishing_goes_on_where_it_was_cut_off(file: QueueFile) -> None:
    """A piece is moved whole or not at all."""
    staging = Staging(file, "r")
    staging.begin(NOW)
    staging.add(1, [PIECE, PIECE, PIECE])
    file.connection.execute("UPDATE staged SET content = zeroblob(5) WHERE number = 3")
    with pytest.raises(StateMismatch, match=r"damaged \(piece 3 of the run is not as it was written\)"):
        staging.publish()
    assert (count(file, "staged"), count(file, "events")) == (1, 6)
    file.connection.execute("UPDATE staged SET content = ?", (PIECE,))
    staging.resume(3, publishing=True)
    staging.publish()
    assert (count(file, "staged"), count(file, "events")) == (0, 9)


def test_what_was_given_up_does_not_stay_for_ever(file: QueueFile) -> None:
    """A run that may still be gone on with is left alone."""
    for run, age in (("old", ABANDONED_AFTER + timedelta(days=1)), ("young", timedelta(days=1))):
        Staging(file, run).begin(NOW - age)
        Staging(file, run).add(1, [PIECE])
    Staging(file, "new").begin(NOW)
    assert file.connection.execute("SELECT run FROM staged").fetchall() == [("young",)]


def test_a_run_begins_without_what_it_left_when_it_was_killed(file: QueueFile) -> None:
    """Before its first checkpoint."""
    Staging(file, "r").begin(NOW)
    Staging(file, "r").add(1, [PIECE])
    Staging(file, "r").begin(NOW)
    assert count(file, "staged") == 0
    with pytest.raises(sqlite3.IntegrityError):
        Staging(file, "never begun").file.connection.executescript(
            "PRAGMA foreign_keys = ON; INSERT INTO staged VALUES ('never', 1, '', 0)"
        )


def test_what_was_moved_is_told_with_its_positions(file: QueueFile) -> None:
    """Once for each piece; all that a run has published can be asked for later."""
    staging, first = Staging(file, "run-1"), lines(1).first_sequence
    staging.begin(NOW)
    staging.add(1, [PIECE, PIECE])
    moved = staging.publish()
    assert [(one.entity, one.records, one.first, one.last) for one in moved] == [("line", 3, first, first + 2)] * 2
    assert [one.answer for one in moved] == ["queue q.db, position 1–3", "queue q.db, position 4–6"]
    assert list(staging.publish()) == []
    [whole] = staging.published()
    assert (whole.records, whole.answer) == (6, "queue q.db, position 1–6")
    assert list(Staging(file, "run-2").published()) == []


def published(file: QueueFile, run: str, pipeline: str = "gl") -> QueueToken:
    """A run of a pipeline that is published; what its ledger knows it by."""
    staging = Staging(file, run)
    staging.begin(NOW, pipeline)
    staging.add(1, [PIECE])
    staging.publish()
    return QueueToken(file.id, run, 1)


def test_the_queue_and_the_ledger_agree(file: QueueFile) -> None:
    """Of the first run, and of those that follow; another pipeline has a last run of its own."""
    Staging(file, "run-1").compare("gl", None, first=True)
    published(file, "run-1")
    second = published(file, "run-2")
    other = published(file, "run-3", "other")
    Staging(file, "run-4").compare("gl", second, first=False)
    Staging(file, "run-4").compare("other", other, first=False)
    Staging(file, "run-4").compare("", None, first=True)


def test_a_lost_ledger_is_noticed(file: QueueFile) -> None:
    """Everything would be read, and be there twice."""
    published(file, "run-1")
    with pytest.raises(StateMismatch, match="events of run run-1 of gl, and the ledger knows of none") as caught:
        Staging(file, "run-2").compare("gl", None, first=True)
    assert "state adopt" in caught.value.hint


def test_a_sink_that_is_new_to_its_ledger_is_none(file: QueueFile) -> None:
    """It may have been given another name in the pipeline file."""
    published(file, "run-1")
    Staging(file, "run-2").compare("gl", None, first=False)


def test_an_older_ledger_is_noticed(file: QueueFile) -> None:
    """What came after it would be there twice."""
    first = published(file, "run-1")
    published(file, "run-2")
    with pytest.raises(StateMismatch, match="in the ledger is run-1, and in the queue run run-2"):
        Staging(file, "run-3").compare("gl", first, first=False)


def test_an_older_queue_is_noticed(file: QueueFile) -> None:
    """What the ledger has as delivered is not in it."""
    with pytest.raises(StateMismatch, match="in the ledger is run-1, and in the queue none"):
        Staging(file, "run-2").compare("gl", QueueToken(file.id, "run-1", 1), first=False)


def test_another_queue_may_be_begun(file: QueueFile) -> None:
    """After the first was moved away."""
    Staging(file, "run-2").compare("gl", QueueToken("another", "run-1", 1), first=False)


def test_a_run_from_before_pipelines_were_kept(file: QueueFile) -> None:
    """It is known by its name alone."""
    first = published(file, "run-1", "")
    Staging(file, "run-2").compare("gl", first, first=False)
