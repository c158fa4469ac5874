"""Ranges made and halved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.screen.position import Range
from legacy_adapters.sources.screen.ranges.settings import Ranges
from legacy_adapters.sources.screen.ranges.splitting import Splitting
from tests.sources.screen.reading import RANGES

TODAY = date(2025, 3, 7)
DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def splitting(values: dict[str, str] | None = None, **stated: Any) -> Splitting:
    return Splitting(Ranges.model_validate({**RANGES, **stated}), values or {})


def numbers(first: int, last: int, each: int | None = None) -> Splitting:
    return splitting(of="numbers", start=str(first), end=str(last), each=each)


def test_all_at_once_unless_stated() -> None:
    """From the first to the last, both included."""
    assert splitting().ranges(TODAY) == (("2025-01-01", "2025-01-08"),)
    assert splitting(each=3).ranges(TODAY) == (
        ("2025-01-01", "2025-01-03"),
        ("2025-01-04", "2025-01-06"),
        ("2025-01-07", "2025-01-08"),
    )


def test_parameters_and_today() -> None:
    """Are filled in; a time of day is left out."""
    made = splitting({"year": "2025"}, start="{year}-01-01T00:00", end="{today}")
    assert made.ranges(TODAY) == (("2025-01-01", "2025-03-07"),)


@pytest.mark.parametrize(
    ("stated", "what"),
    [
        ({"start": "01.01.2025"}, "'01.01.2025' is no date such as 2025-01-31"),
        ({"end": "2025-02-30"}, "'2025-02-30' is no date"),
        ({"start": "{yaer}-01-01"}, "yaer"),
        ({"end": "2024-12-31"}, "the end is before the start"),
        ({"of": "numbers", "end": "9"}, "is no whole number"),
    ],
)
def test_what_cannot_be_asked_for(stated: dict[str, Any], what: str) -> None:
    """Is an error of the recipe or its parameters."""
    with pytest.raises(ConfigError, match=what):
        splitting(**stated).ranges(TODAY)


def test_dates_are_filled_in_as_the_application_wants_them() -> None:
    """Positions keep them as they are counted."""
    asked = ("2025-01-01", "2025-01-31")
    assert splitting(written="%d.%m.%Y").filled_in(asked) == {"from": "01.01.2025", "to": "31.01.2025"}
    assert numbers(1, 9).filled_in(("1", "9")) == {"from": "1", "to": "9"}


@given(DATES, st.integers(0, 500), st.none() | st.integers(1, 90))
def test_ranges_of_dates_are_all_days_once(first: date, days: int, each: int | None) -> None:
    """Without a gap, without a day twice, in order, and none longer than stated."""
    made = splitting(start=first.isoformat(), end=(first + timedelta(days)).isoformat(), each=each)
    found = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in made.ranges(TODAY)]
    covered = [a + timedelta(n) for a, b in found for n in range((b - a).days + 1)]
    assert covered == [first + timedelta(n) for n in range(days + 1)]
    assert each is None or max((b - a).days + 1 for a, b in found) <= each


def _units(made: Splitting, asked: Range) -> Iterator[Range]:
    """A range halved to its end."""
    if asked[0] == asked[1]:
        yield asked
        return
    for half in made.halves(asked):
        yield from _units(made, half)


@given(st.integers(-1000, 1000), st.integers(0, 200))
def test_halves_are_the_whole_down_to_single_ones(first: int, more: int) -> None:
    """Numbers below nothing too."""
    made = numbers(first, first + more)
    (asked,) = made.ranges(TODAY)
    assert [int(a) for a, _ in _units(made, asked)] == list(range(first, first + more + 1))


@given(DATES, st.integers(1, 800))
def test_halves_of_dates_are_about_as_long(first: date, days: int) -> None:
    """So that few questions are asked in vain."""
    last = first + timedelta(days)
    (a, b), (c, d) = splitting().halves((first.isoformat(), last.isoformat()))
    lengths = [date.fromisoformat(y) - date.fromisoformat(x) for x, y in ((a, b), (c, d))]
    assert (a, d) == (first.isoformat(), last.isoformat())
    assert date.fromisoformat(c) - date.fromisoformat(b) == timedelta(1)
    assert abs(lengths[0] - lengths[1]) <= timedelta(1)


@pytest.mark.parametrize("made", [splitting(), numbers(1, 9)])
def test_a_single_one_is_not_halved(made: Splitting) -> None:
    """Where even that is not shown whole, the application must be asked in another way."""
    one = "2025-01-03" if made.settings.of == "dates" else "3"
    with pytest.raises(SourceChanged, match=f"does not show all even of {one}\n") as caught:
        made.halves((one, one))
    assert "by a further field" in caught.value.hint


def test_a_range_for_a_person() -> None:
    """Both ends, or the one."""
    assert splitting().shown(("2025-01-01", "2025-01-02")) == "2025-01-01 to 2025-01-02"
    assert splitting().shown(("2025-01-01", "2025-01-01")) == "2025-01-01"
