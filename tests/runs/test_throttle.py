"""Rows per second, measured with a clock that moves only when it is told to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.runs.throttle import Throttle


class Clock:
    """Time that passes by work and by sleeping."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_a_batch_is_paid_for_after_it_was_read() -> None:
    """At a thousand rows a second, five hundred rows take half a second."""
    clock = Clock()
    throttle = Throttle(1000, clock=clock, sleep=clock.sleep)
    throttle.after(500)
    throttle.after(250)
    assert clock.slept == pytest.approx([0.5, 0.25])


def test_the_time_of_reading_counts() -> None:
    """A batch that took longer than its share is not waited for, one that took less waits for the rest."""
    clock = Clock()
    throttle = Throttle(1000, clock=clock, sleep=clock.sleep)
    clock.now += 2
    throttle.after(1000)
    clock.now += 0.75
    throttle.after(1000)
    assert clock.slept == pytest.approx([0.25])


def test_a_pause_is_not_made_up_for() -> None:
    """After an hour of nothing the source is not read faster than before."""
    clock = Clock()
    throttle = Throttle(1000, clock=clock, sleep=clock.sleep)
    clock.now += 3600
    throttle.after(1000)
    throttle.after(1000)
    throttle.after(1000)
    assert clock.slept == pytest.approx([1, 1])


@given(st.lists(st.tuples(st.integers(0, 10_000), st.floats(0, 5)), max_size=30), st.integers(1, 50_000))
def test_the_rate_is_never_exceeded(batches: list[tuple[int, float]], rate: int) -> None:
    """Whatever the batches and the time they take, all rows but the first batch's burst are within the rate."""
    clock = Clock()
    throttle = Throttle(rate, clock=clock, sleep=clock.sleep)
    total = 0
    for rows, seconds in batches:
        clock.now += seconds
        throttle.after(rows)
        total += rows
    assert clock.now - 1000 >= total / rate - 1e-6


def test_no_rows_at_all_is_no_rate() -> None:
    """A limit of zero would wait for ever."""
    with pytest.raises(ValueError, match="no rows"):
        Throttle(0)
