"""Many numbers in few words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.events.numbers import numbers_in, ranges_of


def test_neighbours_are_one_range() -> None:
    """In order, and each number once."""
    assert ranges_of([7, 1, 2, 3, 9, 8, 5, 3]) == ("1-3", "5", "7-9")


@given(st.sets(st.integers(min_value=0, max_value=200)))
def test_ranges_are_read_as_they_were_written(numbers: set[int]) -> None:
    """Whatever numbers there are."""
    assert list(numbers_in(ranges_of(numbers))) == sorted(numbers)
