"""Taking events out of the queue, alone and together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.queues.embedded.consuming import EventQueue
from legacy_adapters.queues.embedded.queue_file import QueueFile
from tests.sinks.events.samples import lines
from tests.sinks.queue.filled import Clock, changes, fill, keys


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(tmp_path: Path, clock: Clock) -> Iterator[EventQueue]:
    """A queue with changes of a, b, c, d, e and f."""
    fill(tmp_path, changes(*"abcdef"))
    with EventQueue(QueueFile.open(tmp_path / "q.db", create=False), clock) as queue:
        yield queue


def test_an_event_has_what_was_delivered(tmp_path: Path) -> None:
    """The whole event, and its data."""
    with EventQueue.open(fill(tmp_path, lines(1))) as queue:
        taken = queue.take("c")
    assert taken is not None
    [event] = taken.events
    assert (event.position, event.entity, event.operation, event.run) == (1, "line", "upsert", "run-1")
    assert event.data["amount"] == "12345678901234567890.1234"
    assert json.loads(event.payload)["id"] == event.id


def test_each_consumer_gets_every_event(queue: EventQueue) -> None:
    """Whatever others do."""
    assert keys(queue, "one") == list("abcdef")
    assert keys(queue, "two") == list("abcdef")


def test_workers_of_a_consumer_share_its_events(queue: EventQueue) -> None:
    """No event twice, none missing, and none left in the end."""
    assert [keys(queue, "c", 4), keys(queue, "c", 4), keys(queue, "c", 4)] == [list("abcd"), list("ef"), []]


def test_what_is_done_never_comes_again(queue: EventQueue, clock: Clock) -> None:
    """Also after the lease would have ended."""
    taken = queue.take("c", 2)
    assert taken is not None
    assert queue.done(taken)
    clock.now += 3600
    assert keys(queue, "c", 2) == list("cd")
    assert queue.waiting("c") == 4


def test_a_worker_that_was_killed_is_taken_over(queue: EventQueue, clock: Clock) -> None:
    """When its lease ends, not before; and what it says later has no effect."""
    lost = queue.take("c", 2, timedelta(seconds=10))
    assert lost is not None
    assert keys(queue, "c", 2) == list("cd")
    clock.now += 10
    again = queue.take("c", 2)
    assert again is not None
    assert again.events == lost.events
    assert not queue.done(lost)
    assert queue.done(again)


def test_a_lease_can_be_made_longer(queue: EventQueue, clock: Clock) -> None:
    """By a worker that is slow, and alive."""
    slow = queue.take("c", 2, timedelta(seconds=10))
    assert slow is not None
    assert queue.extend(slow, timedelta(seconds=30))
    clock.now += 20
    assert keys(queue, "c", 2) == list("cd")


def test_what_is_given_back_comes_next(queue: EventQueue) -> None:
    """At once, to whoever asks."""
    taken = queue.take("c", 2)
    assert taken is not None
    assert queue.give_back(taken)
    assert keys(queue, "c", 2) == list("ab")
    assert not queue.give_back(taken)


def test_two_workers_never_have_events_of_one_record(tmp_path: Path) -> None:
    """They would be worked off in any order; the second worker waits for the first."""
    with EventQueue.open(fill(tmp_path, changes(*"abcadef"))) as queue:
        first = queue.take("c", 2)
        assert first is not None
        assert keys(queue, "c") == ["c"]
        assert keys(queue, "c") == []
        assert queue.done(first)
        assert keys(queue, "c") == list("adef")


def test_runs_come_in_the_order_in_which_they_were_published(tmp_path: Path) -> None:
    """A later one is seen by those that have taken all before."""
    fill(tmp_path, changes("a"))
    with EventQueue.open(tmp_path / "q.db") as queue:
        assert keys(queue, "c") == ["a"]
        fill(tmp_path, changes("b"), run="run-2")
        assert keys(queue, "c") == ["b"]
        assert keys(queue, "late") == ["a", "b"]


def test_only_what_every_consumer_has_done_with_is_forgotten(queue: EventQueue) -> None:
    """A queue that nobody has taken from keeps all."""
    assert queue.forget(timedelta(0)) == 0
    slow, quick = queue.take("slow", 2), queue.take("quick", 6)
    assert slow is not None
    assert quick is not None
    queue.done(quick)
    assert queue.forget(timedelta(0)) == 0
    queue.done(slow)
    assert queue.forget(timedelta(days=1)) == 0
    assert queue.forget(timedelta(0)) == 2
    assert keys(queue, "slow") == list("cdef")


def test_what_is_not_done_with_still_waits(queue: EventQueue) -> None:
    """Also if a worker has it."""
    assert queue.waiting("c") == 6
    queue.take("c", 2)
    assert queue.waiting("c") == 6


def test_there_must_be_a_queue(tmp_path: Path) -> None:
    """A consumer makes none."""
    with pytest.raises(ConfigError, match="there is no queue"):
        EventQueue.open(tmp_path / "q.db")


def test_two_processes_may_have_it_open(tmp_path: Path) -> None:
    """Each takes what the other has not."""
    path = fill(tmp_path, changes(*"abcdef"))
    with closing(EventQueue.open(path)) as one, closing(EventQueue.open(path)) as two:
        assert keys(one, "c", 3) + keys(two, "c", 3) == list("abcdef")
