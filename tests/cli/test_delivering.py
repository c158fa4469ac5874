"""Delivering again and again."""

from __future__ import annotations

import pytest

from legacy_adapters.cli.delivering import Ask, deliver_all
from legacy_adapters.runs.interrupt import Interrupted, Interruption
from tests.runs.away import ALL, Bus
from tests.runs.books import Books


def test_watching_goes_on_until_it_is_asked_to_end(books: Books, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sink that comes back gets everything with the next look."""
    bus.set("down")
    books.run()
    looks: list[float] = []

    def sleep(self: Interruption, seconds: float) -> None:
        if seconds != 7.0:
            return
        looks.append(seconds)
        if len(looks) == 1:
            bus.clear("down")
        else:
            raise Interrupted(2)

    monkeypatch.setattr(Interruption, "sleep", sleep)
    assert deliver_all([Ask(books.pipeline, {}, None)], as_json=False, every=7.0) == 130
    assert looks == [7.0, 7.0]
    assert bus.numbers == ALL


def test_watching_ends_at_what_waiting_does_not_mend(books: Books, bus: Bus) -> None:
    """A person has to look."""
    bus.set("down")
    books.run()
    bus.set("denied")
    bus.clear("down")
    assert deliver_all([Ask(books.pipeline, {}, None)], as_json=True, every=60.0) == 77
