"""Dates and points in time as text."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.values.moment_text import day_text, moment_text
from tests.values.reading import COLUMN, column_of

MANY = 10_000
"""As many as are written from a table."""


@given(st.lists(st.none() | st.dates(), max_size=30))
def test_days_are_written_as_iso_8601(days: list[date | None]) -> None:
    """Whichever days they are, in any order, near to each other or far apart."""
    near = [day and date(1999, 12, 1) + timedelta(days=day.day) for day in days]
    for each in (days, near):
        texts = [None if day is None else day.isoformat() for day in each]
        assert column_of(day_text(COLUMN), each, pl.Date()) == texts


@pytest.mark.parametrize("step", [timedelta(seconds=1), timedelta(seconds=86_399), timedelta(days=400, seconds=1)])
def test_many_moments_of_whole_seconds_are_written_as_iso_8601(step: timedelta) -> None:
    """Before 1970 and behind it, on days near to each other and far apart."""
    moments = [datetime(1969, 12, 31, 22, 59, 59) + n * step for n in range(min(MANY, 2_900_000 // max(step.days, 1)))]
    moments = [moment for moment in moments[:MANY] if moment.year < 9999]
    texts = [moment.isoformat() for moment in moments]
    assert column_of(moment_text(COLUMN), [None, *moments], pl.Datetime("us")) == [None, *texts]


def test_a_fraction_is_written_where_there_is_one() -> None:
    """To the microsecond that it has, also among many without."""
    fractions = [datetime(2024, 1, 31, 12, 0, 0, 250_000), datetime(2024, 1, 31, 12)]
    assert column_of(moment_text(COLUMN), fractions, pl.Datetime("us")) == [
        "2024-01-31T12:00:00.250",
        "2024-01-31T12:00:00",
    ]
    many = [datetime(2024, 1, 31, 12)] * MANY
    assert column_of(moment_text(COLUMN), [*many, fractions[0]], pl.Datetime("us"))[-2:] == [
        "2024-01-31T12:00:00",
        "2024-01-31T12:00:00.250",
    ]


def test_moments_of_other_units_lose_nothing() -> None:
    """Nine digits of a fraction stay nine."""
    kind = pl.Datetime("ns")
    moments = pl.Series("x", [1] * MANY).cast(kind).to_frame()
    assert moments.select(moment_text(pl.col("x")))["x"].unique().to_list() == ["1970-01-01T00:00:00.000000001"]


def test_nothing_but_nulls() -> None:
    """Stays so."""
    assert column_of(day_text(COLUMN), [None, None], pl.Date()) == [None, None]
    assert column_of(moment_text(COLUMN), [None] * MANY, pl.Datetime("us")) == [None] * MANY
