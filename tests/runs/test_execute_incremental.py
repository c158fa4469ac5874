"""Only what changed since the last run is read and delivered: each change once, also where it became visible late."""

from __future__ import annotations

import signal

import pytest

from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.interrupt import Interrupted
from legacy_adapters.runs.request import Request
from legacy_adapters.sources import base
from tests.runs.books import Books, Line, posting, postings
from tests.runs.test_execute import Signalling

INCREMENTAL = ("    table: GLTRAN\n", "    table: GLTRAN\n    incremental: {column: CHANGED, lookback: 1 hour}\n")
APPEND = ("kind: file", "kind: file\n  mode: append")


@pytest.fixture
def books(books: Books) -> Books:
    """The ten postings were changed between 12:00:01 and 12:00:10, and the pipeline looks one hour back."""
    books.describe(INCREMENTAL, APPEND)
    return books


def changed(number: int, time: str | None, **changes: object) -> Line:
    """A posting with its time of last change."""
    return posting(number, CHANGED=None if time is None else f"2024-01-31 {time}", **changes)


def test_what_did_not_change_is_counted_and_not_sent_again(books: Books) -> None:
    """The second run reads the window of the lookback again, and delivers nothing of it."""
    assert books.run().rows["taken"] == 10
    again = books.run()
    assert again.code == 0
    assert again.rows == {"read": 10, "taken": 0, "unchanged": 10, "filtered": 0, "rejected": 0}
    assert books.ids() == [str(number) for number in range(1, 11)]


def test_new_changed_and_late_rows_are_each_delivered_once(books: Books) -> None:
    """A row that became visible late, with a watermark below the highest one seen, is among them."""
    books.run()
    books.post(changed(11, "12:30:00"), changed(12, "11:45:00"), changed(3, "12:31:00", BTEXT="changed"))
    second = books.run()
    assert (second.code, second.rows["taken"], second.rows["unchanged"]) == (0, 3, 9)
    assert sorted(books.ids()[10:]) == ["11", "12", "3"]
    assert books.run().rows["taken"] == 0


def test_rows_before_the_window_are_not_read(books: Books) -> None:
    """The watermark rises with what was read, and with it what is looked at again."""
    books.post(changed(11, "18:00:00"))
    assert books.run().rows["read"] == 11
    assert books.run().rows == {"read": 1, "taken": 0, "unchanged": 1, "filtered": 0, "rejected": 0}


def test_rows_without_a_watermark_are_read_each_time_and_sent_when_they_changed(books: Books) -> None:
    """Nothing says whether they changed, so they are compared."""
    books.post(changed(11, None))
    assert books.run().rows["taken"] == 11
    assert books.run().rows["unchanged"] == 11
    books.post(changed(11, None, BTEXT="changed"))
    assert books.run().rows == {"read": 11, "taken": 1, "unchanged": 10, "filtered": 0, "rejected": 0}


def test_a_reject_within_the_window_is_looked_at_again(books: Books) -> None:
    """It stays known while it is wrong, and is delivered once it is right, although its watermark did not move."""
    books.post(changed(11, "12:05:00", BETRAG="n/a"))
    assert books.run().code == 65
    assert (books.run().code, len(books.rejects())) == (0, 1)
    books.post(changed(11, "12:05:00"))
    assert books.run().rows["taken"] == 1
    assert books.ids()[-1] == "11"


def test_a_source_that_went_backwards_stops_the_run(books: Books) -> None:
    """Its newest rows are gone, as after a backup was restored: exit code 76."""
    books.run()
    books.execute("DELETE FROM GLTRAN WHERE LFDNR > 5")
    ended = books.run()
    assert ended.code == 76
    assert ended.message.startswith("stream gl: the source went backwards: the highest CHANGED is 2024-01-31 12:00:05")
    assert ended.hint == "Was it restored from a backup? After looking at it, run with --full."


def test_full_reads_everything_again(books: Books) -> None:
    """It forgets the watermark; the records come again, behind those that are there."""
    books.run()
    again = books.run("--full")
    assert again.code == 0
    assert again.rows == {"read": 10, "taken": 10, "unchanged": 0, "filtered": 0, "rejected": 0}
    assert books.ids() == [str(number) for number in range(1, 11)] * 2
    assert books.run().rows["taken"] == 0


def test_a_changed_mapping_sends_the_window_again(books: Books) -> None:
    """What was delivered by other rules is not unchanged."""
    books.run()
    books.describe(INCREMENTAL, APPEND, ("const: EUR", "const: DKK"))
    assert books.run().rows["taken"] == 10


def test_an_interrupted_run_remembers_only_what_was_saved(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gone on with, it delivers the rest; the run behind it finds everything unchanged."""
    monkeypatch.setattr(base, "BATCH_ROWS", 1000)
    books.post(*postings(range(1, 3601)))
    with pytest.raises(Interrupted):
        execute(Request(books.pipeline), show=Signalling(signal.SIGTERM, 2), checkpoint_seconds=0.0)
    ended = books.run()
    assert (ended.code, ended.rows["taken"], len(ended.report["moments"])) == (0, 3600, 2)
    assert sorted(map(int, books.ids())) == list(range(1, 3601))
    assert books.run().rows["taken"] == 0


def test_it_may_not_replace_what_earlier_runs_delivered(books: Books) -> None:
    """Into `mode: replace` an incremental stream would take the rest away: exit code 78."""
    books.describe(INCREMENTAL)
    ended = books.run()
    assert ended.code == 78
    assert "streams.gl.incremental: an incremental stream cannot replace what earlier runs delivered" in ended.message
    assert ended.hint.startswith("Set `mode: append` at the sink") or "Set `mode: append`" in ended.message
