"""The arithmetic of watermarks, on the database's own text."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.lookback import check_sorts, earlier, is_time, parse_window


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("2 days", timedelta(days=2)),
        (" 1 day ", timedelta(days=1)),
        ("12 Hours", timedelta(hours=12)),
        ("90minutes", timedelta(minutes=90)),
        ("3 weeks", timedelta(weeks=3)),
        ("5 seconds", timedelta(seconds=5)),
        ("1000", 1000),
        ("0", 0),
    ],
)
def test_windows_are_times_or_numbers(text: str, window: timedelta | int) -> None:
    """As people write them."""
    assert parse_window(text) == window


@pytest.mark.parametrize("text", ["", "two days", "2 months", "-1", "1.5 days", "2 days ago", "²", "999999999 weeks"])
def test_what_is_no_window_is_refused(text: str) -> None:
    """Months differ in length, and a lookback into the future is none."""
    with pytest.raises(ValueError, match=r"lookback|longer"):
        parse_window(text)


@pytest.mark.parametrize(
    ("text", "window", "expected"),
    [
        ("2024-03-01", "1 day", "2024-02-29"),
        ("2024-03-01", "1 hour", "2024-02-29"),
        ("2024-03-01 00:30:00", "1 hour", "2024-02-29 23:30:00"),
        ("2024-03-01T00:30:00", "1 hour", "2024-02-29T23:30:00"),
        ("2024-03-01 00:30", "90 seconds", "2024-03-01 00:28"),
        ("2024-03-01 00:30:00.1234567", "1 hour", "2024-02-29 23:30:00.1234567"),
        ("2024-03-01 00:30:00Z", "1 day", "2024-02-29 00:30:00Z"),
        ("2024-03-01 00:30:00+02", "1 day", "2024-02-29 00:30:00+02"),
        ("20240301", "1 day", "20240229"),
        ("20240301003000", "1 hour", "20240229233000"),
        ("0001-01-01 00:00:00", "1 day", "0000-00-00 00:00:00"),
    ],
)
def test_a_time_is_moved_in_its_own_form(text: str, window: str, expected: str) -> None:
    """Separators, digits behind the second and zones stay as the source writes them; before time began is the least."""
    assert earlier(Value(text), parse_window(window), "C") == Value(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Value("1500", number=True), Value("500", number=True)),
        (Value("500", number=True), Value("-500", number=True)),
        (Value("1500.5", number=True), Value("500.5", number=True)),
        (Value("001500"), Value("000500")),
        (Value("000500"), Value("000000")),
        (Value("9" * 30, number=True), Value("9" * 26 + "8999", number=True)),
    ],
)
def test_a_number_is_moved_exactly(value: Value, expected: Value) -> None:
    """A counter kept as text keeps its leading zeros, as it sorts by them."""
    assert earlier(value, 1000, "C") == expected


def test_no_lookback_changes_nothing() -> None:
    """The next run begins at the last watermark itself."""
    assert earlier(Value("whatever"), 0, "C") == Value("whatever")


@pytest.mark.parametrize(
    ("text", "window"), [("4711", "2 days"), ("2024-01-01", "1000"), ("abc", "2 days"), ("2024-02-30", "2 days")]
)
def test_a_window_of_the_other_kind_is_refused(text: str, window: str) -> None:
    """Days cannot be taken from a running number."""
    with pytest.raises(ConfigError, match=f"the watermark C holds '{text}'") as caught:
        earlier(Value(text, number=text.isdigit()), parse_window(window), "C")
    assert caught.value.exit_code == 78


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
    st.integers(0, 10**7),
)
def test_moving_is_subtraction(moment: datetime, seconds: int) -> None:
    """The text of a moment less a window is the text of the moment before."""
    window = timedelta(seconds=seconds)
    assert earlier(Value(str(moment)), window, "C") == Value(str(moment - window))


@pytest.mark.parametrize("text", ["31.12.1999", "1/2/2024", "12-31-99", "31.12.1999 10:00"])
def test_dates_that_do_not_sort_are_no_watermark(text: str) -> None:
    """The highest of them would be the end of some December."""
    with pytest.raises(ConfigError, match="which do not sort"):
        check_sorts(Value(text), "C")


@pytest.mark.parametrize("value", [Value("2024-01-01"), Value("000123"), Value("1.5", number=True), Value("20240131")])
def test_what_sorts_may_be_a_watermark(value: Value) -> None:
    """Dates with the year first, and numbers."""
    check_sorts(value, "C")


def test_digits_are_a_time_only_where_a_time_is_looked_back() -> None:
    """20240131 may be a date or a running number: the lookback tells."""
    assert is_time(Value("2024-01-31"), 0)
    assert is_time(Value("20240131", number=True), timedelta(days=1))
    assert not is_time(Value("20240131", number=True), 1000)
    assert not is_time(Value("99999999", number=True), timedelta(days=1))
