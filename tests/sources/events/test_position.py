"""What the ledger keeps of what was taken."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sources.events.position import Taken, earlier, every, of_this_run


def test_it_is_read_as_it_was_written() -> None:
    """Marks and queue."""
    taken = Taken("q", ("1-5", "~7"))
    assert Taken.load({"": taken.dump()}, "q") == taken


def test_a_run_that_is_the_first_has_taken_nothing() -> None:
    """There is no position yet."""
    assert Taken.load({}, "q") == Taken("q")


def test_marks_of_another_queue_say_nothing() -> None:
    """The same numbers mean other events there."""
    assert Taken.load({"": Taken("other", ("1",)).dump()}, "q") == Taken("q")


@pytest.mark.parametrize("text", ["", "4711", '{"queue": "q"}', "[]"])
def test_a_position_of_something_else_stops_the_run(text: str) -> None:
    """The source may have been a database before."""
    with pytest.raises(StateMismatch, match="not one of a queue"):
        Taken.load({"": text}, "q")


def test_marks_of_earlier_runs_are_told_apart() -> None:
    """What was published long ago is not held."""
    marks = ["1", *earlier(["2"])]
    assert of_this_run(marks) == ["1"]
    assert every(marks) == ["1", "2"]
