"""How gently an application is asked, by a clock that only sleeping moves."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from legacy_adapters.sources.screen.pace import Pace, Pacer
from tests.sources.screen.login.fake_application import FakeClock


def pacer(clock: FakeClock, chance: float = 0.0, **pace: Any) -> Pacer:
    """A pacer by this clock."""
    return Pacer(Pace.model_validate(pace), clock.sleep, clock, lambda: chance)


def test_nothing_stated_waits_for_nothing() -> None:
    """Requests follow each other at once."""
    clock = FakeClock()
    paced = pacer(clock)
    for _ in range(5):
        paced.before()
        paced.after_rows(1000)
    assert clock.slept == []


def test_the_delay_is_between_requests() -> None:
    """The first goes at once; time that passed anyway counts."""
    clock = FakeClock()
    paced = pacer(clock, delay="2s")
    paced.before()
    paced.before()
    clock.now += 1.5
    paced.before()
    clock.now += 60
    paced.before()
    assert clock.slept == pytest.approx([2, 0.5])


def test_jitter_makes_it_longer_by_chance() -> None:
    """By up to what is stated."""
    clock = FakeClock()
    paced = pacer(clock, 0.5, delay=2, jitter=1)
    paced.before()
    paced.before()
    assert clock.slept == pytest.approx([2.5])


@pytest.mark.parametrize("delay", [0, 0.5])
def test_rows_per_minute(delay: float) -> None:
    """A page of a hundred rows at six hundred a minute is followed ten seconds later, with or without a delay."""
    clock = FakeClock()
    paced = pacer(clock, rows_per_minute=600, delay=delay)
    paced.before()
    paced.after_rows(100)
    paced.before()
    paced.after_rows(0)
    paced.before()
    assert sum(clock.slept) == pytest.approx(10 + 2 * delay)


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(0, 200)), min_size=1, max_size=20))
def test_no_minute_has_more_rows_than_allowed(pages: list[tuple[float, int]]) -> None:
    """However pages come: a page is asked for only once those before it are within the rate."""
    clock = FakeClock(0.0)
    paced = pacer(clock, rows_per_minute=300)
    read = 0
    for took, count in pages:
        paced.before()
        assert clock.now + 1e-6 >= read * 60 / 300
        clock.now += took
        paced.after_rows(count)
        read += count


def test_threads_share_the_pace() -> None:
    """However many ask, each has a moment of its own."""
    clock = FakeClock()
    lock = threading.Lock()
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        with lock:
            waits.append(seconds)

    paced = Pacer(Pace(delay=1), sleep, clock)
    threads = [threading.Thread(target=paced.before) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == pytest.approx([1, 2, 3, 4, 5, 6, 7])


@pytest.mark.parametrize("stated", [{"delay": -1}, {"contexts": 0}, {"contexts": 33}, {"rows_per_minute": 0}])
def test_what_is_no_pace(stated: dict[str, Any]) -> None:
    """Limits that nobody can keep are errors."""
    with pytest.raises(ValidationError):
        Pace.model_validate(stated)
