"""Receipts as a person sees them."""

from __future__ import annotations

from tests.runs.away import Bus
from tests.runs.books import Books


def test_there_are_none_before_anything_was_delivered(books: Books, bus: Bus) -> None:
    """It is said, and is no error."""
    bus.set("down")
    books.run()
    ended = books.command("receipts", books.pipeline)
    assert (ended.code, ended.out) == (0, "")
    assert "nothing was delivered yet" in ended.err


def test_a_run_that_is_not_there_is_told(books: Books) -> None:
    """As everywhere."""
    books.run()
    ended = books.command("receipts", books.pipeline, "2019")
    assert ended.code == 78
    assert "there is no run '2019'" in ended.err
