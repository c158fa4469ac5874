"""Each way to read a text as a point in time."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.values.moment_format import compiled
from legacy_adapters.values.moments import attempts, day_attempts, is_whole_day

_FORMATS = ["%d.%m.%Y", "%Y%m%d", "%d%m%Y", "%Y-%m-%d", "%m/%d/%Y", "%d.%m.%y", "%d%m%y", "%y-%m-%d"]


def _century(year: int, pivot: int) -> int:
    return (2000 if year % 100 <= pivot else 1900) + year % 100


@given(st.lists(st.dates(), min_size=1), st.sampled_from(_FORMATS), st.integers(0, 99))
def test_the_quick_way_and_the_close_look_agree(days: list[date], stated: str, pivot: int) -> None:
    """Both ways read every date as it was written, in the century that the pivot says."""
    if "%y" in stated:
        days = [day.replace(year=_century(day.year, pivot), day=min(day.day, 28)) for day in days]
    texts = pl.Series([_written(day, stated) for day in days])
    ways = day_attempts(compiled(stated), pivot)
    assert [way(texts).to_list() for way in ways] == [days, days]


def _written(day: date, stated: str) -> str:
    """Years have four digits, which ``strftime`` does not grant below 1000."""
    year = f"{day.year:04}"
    return (
        stated.replace("%Y", year)
        .replace("%y", year[2:])
        .replace("%m", f"{day.month:02}")
        .replace("%d", f"{day.day:02}")
    )


@given(st.lists(st.datetimes(), min_size=1))
def test_fractions_are_exact_both_ways(moments: list[datetime]) -> None:
    """Microseconds are read by Polars and by parts alike."""
    texts = pl.Series([moment.isoformat(" ", "microseconds") for moment in moments])
    for stated in ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S%.f"):
        ways = attempts(compiled(stated), 68)
        assert [way(texts).to_list() for way in ways] == [moments, moments]


@pytest.mark.parametrize("text", ["31.02.2024", "29.02.2023", "00.01.2024", "31.04.2024", "01.01.0000"])
def test_days_that_are_not_are_left(text: str) -> None:
    """No way reads a day that the calendar does not have, nor one of the year 0."""
    assert [way(pl.Series([text])).to_list() for way in day_attempts(compiled("%d.%m.%Y"), 68)] == [[None], [None]]


def test_a_leap_day_needs_a_leap_year_of_its_own_century() -> None:
    """29 February 00 is of 2000; there was none in 1900."""
    (quick, close) = day_attempts(compiled("%d%m%y"), 0)
    texts = pl.Series(["290200", "290296", "290201"])
    assert quick(texts).to_list() == close(texts).to_list() == [date(2000, 2, 29), date(1996, 2, 29), None]


@pytest.mark.parametrize(
    ("time", "whole"),
    [
        ("00:00:00", True),
        ("23:59:59", True),
        ("23:59:59.997", True),
        ("23:59:58.999999", False),
        ("00:00:00.000001", False),
    ],
)
def test_midnight_and_the_last_second_stand_for_the_day(time: str, whole: bool) -> None:
    """NAV's closing dates carry the last second; anything between is a time of the day, also before 1970."""
    for day in ("1900-01-01", "2024-12-31"):
        moment = datetime.fromisoformat(f"{day} {time}")
        assert pl.select(is_whole_day(pl.lit(moment, pl.Datetime("us")))).item() is whole


def test_half_days_begin_at_twelve() -> None:
    """12 AM is midnight and 12 PM is noon."""
    (close,) = attempts(compiled("%Y-%m-%d %I:%M %p"), 68)
    texts = pl.Series(["2024-01-31 12:00 AM", "2024-01-31 12:00 pm", "2024-01-31 1:05 PM"])
    assert [moment.hour for moment in close(texts).to_list()] == [0, 12, 13]


def test_offsets_lead_to_utc() -> None:
    """A stated offset is taken off."""
    (close,) = attempts(compiled("%Y-%m-%d %H:%M%z"), 68)
    texts = pl.Series(
        ["2024-01-31 12:00Z", "2024-01-31 12:00+01:00", "2024-01-31 12:00-0130", "0001-01-01 00:00+01:00"]
    )
    assert close(texts).to_list() == [
        datetime(2024, 1, 31, 12), datetime(2024, 1, 31, 11), datetime(2024, 1, 31, 13, 30), None
    ]  # fmt: skip
