"""Days since two epochs, a leap day that never was, and times."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.spreadsheet.cell import Number, Odd
from legacy_adapters.sources.files.spreadsheet.number_format import Show
from legacy_adapters.sources.files.spreadsheet.serial import shown


@pytest.mark.parametrize(
    ("serial", "mac", "day"),
    [
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (61, False, date(1900, 3, 1)),
        (45351, False, date(2024, 2, 29)),
        (2958465, False, date(9999, 12, 31)),
        (0, True, date(1904, 1, 1)),
        (1, True, date(1904, 1, 2)),
        (60, True, date(1904, 3, 1)),
    ],
)
def test_both_epochs(serial: float, mac: bool, day: date) -> None:
    """1 is 1900-01-01, or 1904-01-02; the days behind the false leap day are right."""
    assert shown(serial, "date", mac) == day


@pytest.mark.parametrize(
    ("serial", "mac"),
    [(60, False), (0, False), (-1, False), (2958466, False), (1e300, False), (-1, True), (2957004, True)],
)
def test_days_that_are_none(serial: float, mac: bool) -> None:
    """29 February 1900, day 0, and what lies outside the calendar are faults."""
    found = shown(serial, "date", mac)
    assert isinstance(found, Odd)
    assert found.code == "not_a_date"
    assert float(found.text) == serial


@pytest.mark.parametrize(
    ("serial", "show", "value"),
    [
        (45351.5, "date", datetime(2024, 2, 29, 12)),
        (45351.0, "moment", datetime(2024, 2, 29)),
        (45351.999999999, "moment", datetime(2024, 3, 1)),
        (0.5, "time", "12:00:00"),
        (45351.25, "time", datetime(2024, 2, 29, 6)),
        (1.25, "elapsed", "30:00:00"),
        (-0.25, "elapsed", "-06:00:00"),
        (0.0000115741, "time", "00:00:01"),
        (0.5 + 0.25 / 86400, "time", "12:00:00.250"),
        (12.5, "number", Number("12.5")),
    ],
)
def test_times(serial: float, show: Show, value: object) -> None:
    """Times of day and spans are text, a day with a time a moment, rounded to the millisecond."""
    found = shown(serial, show, mac=False)
    assert found == value
    assert type(found) is type(value)


@given(st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)))
def test_every_millisecond_is_found_again(moment: datetime) -> None:
    """A moment made a number of days, as Excel does it, is the same moment."""
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert shown((moment - datetime(1899, 12, 30)) / timedelta(days=1), "moment", False) == moment
