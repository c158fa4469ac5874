"""The command `deliver`."""

from __future__ import annotations

from tests.runs.away import ALL, Bus
from tests.runs.books import Books


def test_it_says_what_was_delivered(books: Books, bus: Bus) -> None:
    """In words, and with the exit code."""
    bus.set("down")
    books.run()
    down = books.command("deliver", books.pipeline)
    assert (down.code, down.out) == (69, "bus: 0 runs delivered, 1 run waiting\n")
    assert "the bus is down" in down.err
    bus.clear("down")
    there = books.command("deliver", books.pipeline)
    assert (there.code, there.out) == (0, "bus: 1 run delivered, 0 runs waiting\n")
    assert bus.numbers == ALL
    assert "Nothing waits." in books.command("deliver", books.pipeline).err


def test_where_nothing_has_run_there_is_nothing_to_deliver(books: Books, bus: Bus) -> None:
    """Exit code 78, with what to do."""
    ended = books.command("deliver", books.pipeline)
    assert ended.code == 78
    assert "nothing has run here" in ended.err
