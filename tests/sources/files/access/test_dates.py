"""Dates of Access."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.access.dates import extended, moments
from legacy_adapters.sources.files.faults import Fault


def read(*days: float) -> tuple[list[datetime | None], list[Fault]]:
    """Moments of these days, and faults."""
    faults: list[Fault] = []
    found = moments("d", np.array(days), np.ones(len(days), dtype=np.bool_), faults)
    return found.to_pylist(), faults


@pytest.mark.parametrize(
    ("days", "moment"),
    [
        (0.0, datetime(1899, 12, 30)),
        (1.5, datetime(1899, 12, 31, 12)),
        (-1.25, datetime(1899, 12, 29, 6)),
        (-0.25, datetime(1899, 12, 30, 6)),
        (45351.5, datetime(2024, 2, 29, 12)),
        (-657434.0, datetime(100, 1, 1)),
        (-231860.53125, datetime(1265, 3, 8, 12, 45)),
        (2958465.999988426, datetime(9999, 12, 31, 23, 59, 59)),
        (45351.00001157407, datetime(2024, 2, 29, 0, 0, 1)),
    ],
)
def test_days(days: float, moment: datetime) -> None:
    """From 1899-12-30; before it the time counts forward all the same; long before 1600 too."""
    assert read(days) == ([moment], [])


@pytest.mark.parametrize("days", [float("nan"), float("inf"), 1e300, -1e9, 2958466.0])
def test_days_that_are_none(days: float) -> None:
    """They are faults that show the number."""
    assert read(days, 1.0) == ([None, datetime(1899, 12, 31)], [(0, "d", "date_out_of_range", repr(days))])


def test_null_is_null() -> None:
    """Whatever stands in its bytes."""
    faults: list[Fault] = []
    assert moments("d", np.array([float("nan")]), np.array([False]), faults).to_pylist() == [None]
    assert faults == []


def read_extended(text: str) -> tuple[list[datetime | None], list[Fault]]:
    """An extended date, and faults."""
    faults: list[Fault] = []
    cells = np.frombuffer(text.encode().ljust(42, b"\0"), dtype=np.uint8).reshape(1, 42)
    return extended("d", cells, np.array([True]), faults).to_pylist(), faults


def test_extended_dates() -> None:
    """Days from the year 1, and tenths of microseconds."""
    assert read_extended("0000000000000737953:0000000459000000000:7") == ([datetime(2021, 6, 13, 12, 45)], [])
    assert read_extended("0:0:7") == ([datetime(1, 1, 1)], [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0000000000000737954:0000000819123456789:7", "too_many_decimals"),
        ("9999999:0:7", "date_out_of_range"),
        ("1:864000000000:7", "date_out_of_range"),
        ("nonsense", "not_a_date"),
        ("", "not_a_date"),
        ("-1:0:7", "not_a_date"),
    ],
)
def test_extended_dates_that_cannot_be_held(text: str, code: str) -> None:
    """They are faults that show the text."""
    assert read_extended(text) == ([None], [(0, "d", code, text)])


@given(st.datetimes(datetime(1899, 12, 30), datetime(9999, 12, 30)))
def test_every_millisecond_is_found_again(moment: datetime) -> None:
    """A moment made a number of days, as Access does it, is the same moment."""
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    days = (moment - datetime(1899, 12, 30)).total_seconds() / 86400
    assert read(days) == ([moment], [])
