"""A sink that works in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import closing

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.protocols import Receipt, Refusal, Sink, Token
from legacy_adapters.core.records import Records
from legacy_adapters.runs.behind import SinkBehind
from tests.sinks.samples import rows

PATIENCE = 30.0


class Notes:
    """A sink that notes what it is asked to do, and by which threads."""

    def __init__(self, on_write: Callable[[], None] = lambda: None) -> None:
        self.done: list[str] = []
        self.threads = {threading.get_ident()}
        self._on_write = on_write

    def write(self, records: Records) -> None:
        self._on_write()
        self._note(f"write {records.count}")

    def commit(self) -> Token:
        return self._note("commit")

    def publish(self) -> Token:
        return self._note("publish")

    def outputs(self) -> Sequence[str]:
        return (self._note("outputs"),)

    def close(self) -> None:
        self._note("close")

    def _note(self, what: str) -> str:
        self.threads.add(threading.get_ident())
        self.done.append(what)
        return what


def test_one_other_thread_makes_all_calls_in_their_order() -> None:
    """It opens the sink too: a driver may insist on that."""
    notes: list[Notes] = []

    def opened() -> Sink:
        notes.append(Notes())
        return notes[0]

    with closing(SinkBehind(opened)) as sink:
        sink.write(rows("a"))
        sink.write(rows("a", "b"))
        assert sink.commit() == "commit"
        assert sink.publish() == "publish"
        assert sink.outputs() == ("outputs",)
    assert notes[0].done == ["write 1", "write 2", "commit", "publish", "outputs", "close"]
    assert len(notes[0].threads) == 1
    assert threading.get_ident() not in notes[0].threads


class Answers(Notes):
    """One whose receiver answers."""

    def receipts(self) -> Sequence[Receipt]:
        self._note("receipts")
        return [Receipt("line", 1, 1, 1, "taken")]

    def refusals(self) -> Sequence[Refusal]:
        self._note("refusals")
        return [Refusal(rows("a"), "no")]


def test_what_a_receiver_answers_is_passed_on() -> None:
    """Asked for by the thread that works with the sink."""
    notes = Answers()
    with closing(SinkBehind(lambda: notes)) as sink:
        sink.write(rows("a"))
        sink.commit()
        assert [receipt.answer for receipt in sink.receipts()] == ["taken"]
        assert [refusal.words for refusal in sink.refusals()] == ["no"]
    assert notes.done == ["write 1", "commit", "receipts", "refusals", "close"]
    assert len(notes.threads - {threading.get_ident()}) == 1


def test_a_sink_that_does_not_answer_has_nothing_to_tell() -> None:
    """It is not asked."""
    with closing(SinkBehind(Notes)) as sink:
        sink.commit()
        assert (sink.receipts(), sink.refusals()) == ((), ())


def test_the_caller_goes_on_while_the_sink_writes() -> None:
    """The write ends only after ``write`` has returned."""
    returned = threading.Event()
    notes = Notes(on_write=lambda: _expect(returned))
    with closing(SinkBehind(lambda: notes)) as sink:
        sink.write(rows("a"))
        returned.set()
        sink.commit()
    assert notes.done == ["write 1", "commit", "close"]


def test_one_write_at_most_is_under_way() -> None:
    """The next one waits for it: records do not pile up."""
    notes = Notes()
    with closing(SinkBehind(lambda: notes)) as sink:
        for before in range(5):
            sink.write(rows("a"))
            assert len(notes.done) >= before


@pytest.mark.parametrize("step", ["write", "commit", "publish"])
def test_what_goes_wrong_in_writing_is_raised_by_the_next_step(step: str) -> None:
    """Nothing is committed or published after it, and it is raised once."""
    notes = Notes(on_write=_full)
    sink = SinkBehind(lambda: notes)
    sink.write(rows("a"))
    with pytest.raises(OutputError, match="disk full"):
        sink.write(rows("b")) if step == "write" else getattr(sink, step)()
    sink.close()
    assert notes.done == ["close"]


def test_closing_waits_and_raises_nothing_of_the_last_write() -> None:
    """Whoever closes without a commit has a reason of their own."""
    notes = Notes(on_write=_full)
    sink = SinkBehind(lambda: notes)
    sink.write(rows("a"))
    sink.close()
    assert notes.done == ["close"]


def test_a_sink_that_cannot_be_opened_says_so() -> None:
    """And its thread has ended."""

    def refused() -> Sink:
        raise OutputError("not writable")

    before = threading.active_count()
    with pytest.raises(OutputError, match="not writable"):
        SinkBehind(refused)
    assert threading.active_count() == before


def _expect(event: threading.Event) -> None:
    assert event.wait(PATIENCE)


def _full() -> None:
    raise OutputError("disk full")
