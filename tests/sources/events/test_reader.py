"""Reading a place until it is empty, against a queue in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.sources.events.message import Message
from legacy_adapters.sources.events.position import Taken
from legacy_adapters.sources.events.reader import EventReader, PeekReader, Wanted
from legacy_adapters.sources.events.settings import EventSource
from legacy_adapters.sources.events.table import EventTable
from tests.sources.events.samples import GL_LINE, SEQUENCE, events, postings


@dataclass
class Memory:
    """An intake with messages that wait."""

    waiting: list[Message]
    begun: list[Sequence[str]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    gone: bool = False

    def begin(self, published: Sequence[str]) -> None:
        self.begun.append(published)

    def take(self, count: int, seconds: float) -> Sequence[Message]:
        found, self.waiting = self.waiting[:count], self.waiting[count:]
        self.taken += [message.place for message in found]
        return found

    def marks(self) -> Sequence[str]:
        return tuple(self.taken)

    def hold(self, marks: Sequence[str]) -> None:
        assert list(marks) == self.taken

    def done(self, marks: Sequence[str]) -> None:
        if self.gone:
            raise Unavailable("gone")
        self.acknowledged += marks


def messages(*numbers: int, sequence: int = SEQUENCE) -> list[Message]:
    sent = events(postings(numbers, sequence=sequence))
    return [Message(f"m{n}", json.dumps(body).encode(), {}) for n, body in zip(numbers, sent, strict=True)]


def wanted(*columns: str) -> Wanted:
    return Wanted("gl", "q", EventTable(GL_LINE, extra=False), columns or None)


def reader(memory: Memory, notes: list[str] | None = None, **settings: object) -> EventReader:
    told = [] if notes is None else notes
    return EventReader(wanted("ledger_entry_id"), EventSource.model_validate(settings), memory, told.append)


def read(numbers: Sequence[Batch]) -> list[object]:
    return [cell for batch in numbers for cell in batch.rows.column("ledger_entry_id").to_pylist()]


def test_only_the_end_has_a_position() -> None:
    """It has all marks; a run that is killed before begins anew."""
    batches = list(reader(Memory(messages(1, 2, 3))).read({}))
    assert [(batch.position is None, batch.rows.num_rows) for batch in batches] == [(True, 3), (False, 0)]
    assert Taken.load({"": batches[-1].position or ""}, "q").marks == ("m1", "m2", "m3")


def test_what_was_published_is_told_to_the_queue() -> None:
    """Before anything is taken."""
    memory = Memory([])
    list(reader(memory).read({"": Taken("q", ("m9",)).dump()}))
    assert memory.begun == [("m9",)]


def test_a_limit_of_rows_makes_smaller_batches() -> None:
    """So that a pause is never long."""
    batches = list(reader(Memory(messages(1, 2, 3)), max_rows_per_second=2).read({}))
    assert [batch.rows.num_rows for batch in batches] == [2, 1, 0]
    assert len({batch.id for batch in batches}) == 3


def test_a_run_has_enough_at_some_point() -> None:
    """The rest is left where it is."""
    memory = Memory(messages(*range(10)))
    assert len(read(list(reader(memory, max_events=4).read({})))) == 4
    assert len(memory.waiting) == 6


def test_a_repeat_is_taken_once_and_told() -> None:
    """It is acknowledged with the others."""
    memory, notes = Memory([*messages(1, 2), *messages(1)]), list[str]()
    assert read(list(reader(memory, notes).read({}))) == ["1", "2"]
    assert memory.taken == ["m1", "m2", "m1"]
    assert "1 events came again" in notes[0]


def test_another_change_of_a_record_is_no_repeat() -> None:
    """A, B and A again are three events."""
    changed = Memory([*messages(1), *messages(1, sequence=SEQUENCE + 1)])
    assert read(list(reader(changed).read({}))) == ["1", "1"]


def test_what_cannot_be_acknowledged_is_no_error() -> None:
    """It was published; the next run tells the queue."""
    memory, notes = Memory(messages(1)), list[str]()
    one = reader(memory, notes)
    [*_, end] = one.read({})
    upto = {"": end.position or ""}
    one.hold(upto)
    one.acknowledge(upto)
    memory.gone = True
    one.acknowledge(upto)
    assert memory.acknowledged == ["m1"]
    assert "the next run does it" in notes[0]


def test_looking_takes_nothing() -> None:
    """It asks for no more than a run would."""
    asked: list[int] = []

    def peek(count: int) -> object:
        asked.append(count)
        return iter(messages(1, 2))

    look = PeekReader(wanted(), EventSource(max_events=7), peek)  # type: ignore[arg-type]
    assert read(list(look.read({}))) == ["1", "2"]
    look.acknowledge({})
    assert asked == [7]


def test_a_column_that_there_is_not_is_named() -> None:
    """Before anything is taken."""
    with pytest.raises(ConfigError, match="no_such"):
        EventReader(wanted("no_such"), EventSource(), Memory([]), print)
