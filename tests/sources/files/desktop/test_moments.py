"""Days and times as numbers."""

from __future__ import annotations

from datetime import date, datetime, time

import numpy as np

from legacy_adapters.sources.files.desktop.moments import (
    DAY_MILLISECONDS,
    FIRST_DAY,
    LAST_DAY,
    dates,
    is_day,
    times,
    timestamps,
)

VALID = np.array([True, True, False])


def test_the_first_and_last_day_are_days() -> None:
    """The years 1 to 9999, and no other."""
    days = np.array([FIRST_DAY - 1, FIRST_DAY, LAST_DAY, LAST_DAY + 1])
    assert is_day(days).tolist() == [False, True, True, False]
    assert dates(days[1:3], VALID[:2]).to_pylist() == [date(1, 1, 1), date(9999, 12, 31)]


def test_what_is_not_valid_is_null() -> None:
    """However large its number is."""
    days = np.array([0, -1, 2**62])
    assert dates(days, VALID).to_pylist() == [date(1970, 1, 1), date(1969, 12, 31), None]
    assert times(np.array([1, DAY_MILLISECONDS - 1, -1]), VALID).to_pylist() == [
        time(0, 0, 0, 1000),
        time(23, 59, 59, 999_000),
        None,
    ]


def test_moments_are_exact_to_the_millisecond() -> None:
    """Also before 1970."""
    found = timestamps(np.array([-1, LAST_DAY, 0]), np.array([1, DAY_MILLISECONDS - 1, 0]), VALID)
    assert found.to_pylist() == [
        datetime(1969, 12, 31, 0, 0, 0, 1000),
        datetime(9999, 12, 31, 23, 59, 59, 999_000),
        None,
    ]
