"""The sinks are tried before anything is read."""

from __future__ import annotations

import pytest

from tests.runs.away import Bus
from tests.runs.books import Books


@pytest.mark.parametrize(("what", "code"), [("denied", 77), ("missing", 78)])
def test_what_no_waiting_mends_ends_a_run_before_it_reads(books: Books, bus: Bus, what: str, code: int) -> None:
    """A wrong password shows at once."""
    bus.set(what)
    books.execute("DROP TABLE GLTRAN")
    ended = books.run()
    assert ended.code == code
    assert "bus" in ended.message
