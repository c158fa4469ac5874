"""Dates and points in time from text, and from a source's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.values.dates import PIVOT, parse_date, parse_datetime, typed_date, typed_datetime
from tests.values.reading import COLUMN, faults_of, read, values_of

_ISO = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d"]


@pytest.mark.parametrize(
    ("stated", "text", "day"),
    [
        ("%d.%m.%Y", "31.01.2024", date(2024, 1, 31)), ("%d.%m.%Y", " 1.2.2024 ", date(2024, 2, 1)),
        ("%Y%m%d", "20240131", date(2024, 1, 31)), ("%d%m%y", "310124", date(2024, 1, 31)),
        ("%Y-%m-%d", "2024-01-31", date(2024, 1, 31)), ("%d-%b-%Y", "31-Dec-1999", date(1999, 12, 31)),
        ("%d. %B %Y", "3. März 2024", date(2024, 3, 3)), ("%Y-%m-%d", "0001-01-01", date.min),
        ("%Y-%m-%d", "9999-12-31", date.max),
    ],
)  # fmt: skip
def test_dates_are_read_by_their_format(stated: str, text: str, day: date) -> None:
    """The formats of the design, and what people make of them."""
    assert values_of(parse_date(COLUMN, [stated]), [text]) == [day]


@pytest.mark.parametrize(
    "text", ["01.02.24", "30.02.2024", "29.02.2023", "31.13.2024", "20.7.-2022", "x", "0.1.2024", "31.01.2024x", "\x00"]
)
def test_other_texts_are_no_dates(text: str) -> None:
    """Polars reads the first as the year 24; February has no thirtieth."""
    assert faults_of(parse_date(COLUMN, ["%d.%m.%Y"]), [text]) == ["not_a_date"]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "00.00.0000",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "00000000",
        "000000",
        "0",
        "  .  .    ",
        "  /  /  ",
        "00/00/00",
    ],
)
def test_no_date_is_null(text: str | None) -> None:
    """Null, blank, all zeros and empty forms say that there is no date."""
    assert read(parse_date(COLUMN, ["%d.%m.%Y", "%Y%m%d"]), [text, "01.01.2024"]) == [
        (None, None),
        (date(2024, 1, 1), None),
    ]
    assert read(parse_datetime(COLUMN, _ISO), [text]) == [(None, None)]


@pytest.mark.parametrize("text", ["01.01.0000", "2024-01-31 00:00:00 0000"])
def test_the_year_zero_is_out_of_range(text: str) -> None:
    """There is no year 0."""
    assert faults_of(parse_date(COLUMN, ["%d.%m.%Y"]), [text]) == ["date_out_of_range"]


def test_stated_null_dates_are_null() -> None:
    """A date that stands for none is none, with a time or without."""
    nulls = [date(1753, 1, 1), date(1900, 1, 1)]
    texts = ["1753-01-01", "1900-01-01 00:00:00", "1753-01-02"]
    assert values_of(parse_date(COLUMN, ["%Y-%m-%d"], null_dates=nulls), texts) == [None, None, date(1753, 1, 2)]
    assert values_of(parse_datetime(COLUMN, _ISO, null_dates=nulls), texts) == [None, None, datetime(1753, 1, 2)]


@pytest.mark.parametrize(
    "time", [" 00:00:00", "T00:00:00", " 00:00", " 00:00:00.000", " 23:59:59", " 12:00:00 AM", " 0:00"]
)
def test_a_day_may_carry_midnight_or_its_last_second(time: str) -> None:
    """A timestamp column that holds days holds days; NAV's closing dates are those of their day."""
    assert values_of(parse_date(COLUMN, ["%Y-%m-%d"]), ["2024-12-31" + time]) == [date(2024, 12, 31)]
    assert values_of(parse_date(COLUMN, ["%d.%m.%Y"]), ["31.12.2024" + time]) == [date(2024, 12, 31)]


@pytest.mark.parametrize("time", [" 12:30:00", "T00:00:01", " 23:59", " 12:00:00 PM"])
def test_a_time_of_the_day_is_not_cut_off(time: str) -> None:
    """A date with a time is no date: something would be lost."""
    assert faults_of(parse_date(COLUMN, ["%Y-%m-%d"]), ["2024-12-31" + time]) == ["not_a_date"]
    assert faults_of(parse_date(COLUMN, ["%Y-%m-%d %H:%M:%S"]), ["2024-12-31 12:30:00"]) == ["not_a_date"]


def test_a_format_with_a_time_gives_its_day() -> None:
    """Where the format itself has a time, the same times stand for the day."""
    assert values_of(parse_date(COLUMN, ["%m/%d/%Y %I:%M:%S %p"]), ["1/31/2024 12:00:00 AM"]) == [date(2024, 1, 31)]


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.integers(0, 99))
def test_the_pivot_says_the_century(day: date, pivot: int) -> None:
    """Two-digit years up to the pivot are of this century, the others of the last."""
    texts = [f"{day:%d.%m.%y}", f"{day:%d.%m.%y} "]
    year = (2000 if day.year % 100 <= pivot else 1900) + day.year % 100
    assert values_of(parse_date(COLUMN, ["%d.%m.%y"], pivot=pivot), texts) == [day.replace(year=year)] * 2


def test_the_usual_pivot_is_that_of_posix() -> None:
    """Unless stated, 68 is 2068 and 69 is 1969, as with ``strptime``."""
    texts = [f"3112{year:02}" for year in range(100)]
    assert PIVOT == 68
    assert values_of(parse_date(COLUMN, ["%d%m%y"]), texts) == [
        datetime.strptime(text, "%d%m%y").date() for text in texts
    ]


def test_the_first_format_that_gives_a_day_is_used() -> None:
    """Formats are tried in their order for each text, also where both would match."""
    texts = ["01.02.2024", "13.02.2024", "02.13.2024", "2024-02-01", "1.2.2024"]
    found = values_of(parse_date(COLUMN, ["%d.%m.%Y", "%m.%d.%Y", "%Y-%m-%d"]), texts)
    assert found == [date(2024, 2, 1), date(2024, 2, 13), date(2024, 2, 13), date(2024, 2, 1), date(2024, 2, 1)]


@given(st.lists(st.text(max_size=25) | st.text("0123456789.-: T", max_size=20), min_size=1))
def test_any_text_has_a_date_or_a_fault(texts: list[str]) -> None:
    """No text raises, and none that has a value has a fault."""
    formats = ["%d.%m.%Y", "%d%m%y", "%d. %B %Y", "%Y-%m-%d %H:%M:%S"]
    for parsed in (
        parse_date(COLUMN, formats),
        parse_datetime(COLUMN, formats),
        parse_datetime(COLUMN, formats, zone="Europe/Berlin"),
    ):
        assert all(value is None or fault is None for value, fault in read(parsed, texts))


@given(st.lists(st.datetimes(), min_size=1))
def test_points_in_time_are_read_back(moments: list[datetime]) -> None:
    """What was written as ISO 8601 is read to the microsecond, and stays local."""
    parsed = parse_datetime(COLUMN, _ISO)
    assert values_of(parsed, [moment.isoformat("T") for moment in moments]) == moments
    whole = [moment.replace(microsecond=0) for moment in moments]
    assert values_of(parsed, [moment.isoformat(" ") for moment in whole]) == whole


@pytest.mark.parametrize(
    "text", ["2024-01-31 23:59:60", "2024-01-31 24:00:00", "2024-01-31T12:00:00.1234567", "2024-02-30 12:00:00"]
)
def test_times_that_are_not_are_faults(text: str) -> None:
    """A 60th second is not the next day, and a seventh decimal is not cut."""
    assert faults_of(parse_datetime(COLUMN, _ISO), [text]) == ["not_a_date"]


def test_a_date_alone_means_its_midnight() -> None:
    """A format without a time is read as the beginning of the day."""
    assert values_of(parse_datetime(COLUMN, _ISO), ["2024-01-31"]) == [datetime(2024, 1, 31)]


@given(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)), min_size=1))
def test_local_times_of_a_zone_become_utc(moments: list[datetime]) -> None:
    """Each local time is the one moment it can be there, or a fault where summer time makes it two or none."""
    zone = ZoneInfo("Europe/Copenhagen")
    expected: list[tuple[datetime | None, str | None]] = []
    for moment in moments:
        both = {moment.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
        expected.append((both.pop(), None) if len(both) == 1 else (None, "not_a_date"))
    texts = [moment.isoformat(" ", "microseconds") for moment in moments]
    assert read(parse_datetime(COLUMN, ["%Y-%m-%d %H:%M:%S.%f"], zone="Europe/Copenhagen"), texts) == expected


def test_summer_time_makes_some_local_times_impossible() -> None:
    """Half past two is missing in March and ambiguous in October."""
    texts = ["2024-03-31 02:30:00", "2024-10-27 02:30:00", "2024-07-01 02:30:00"]
    assert read(parse_datetime(COLUMN, _ISO, zone="Europe/Berlin"), texts) == [
        (None, "not_a_date"), (None, "not_a_date"), (datetime(2024, 7, 1, 0, 30, tzinfo=UTC), None)
    ]  # fmt: skip


def test_a_zone_must_not_lead_out_of_the_calendar() -> None:
    """The first hours of the year 1 are of the year 0 in UTC."""
    assert faults_of(parse_datetime(COLUMN, ["%Y-%m-%d"], zone="Asia/Tokyo"), ["0001-01-01"]) == ["date_out_of_range"]


def test_stated_offsets_lead_to_utc() -> None:
    """A text that says its offset says the moment."""
    parsed = parse_datetime(COLUMN, ["%Y-%m-%dT%H:%M:%S%z"])
    moment = datetime(2024, 1, 31, 12, tzinfo=UTC)
    assert (
        values_of(parsed, ["2024-01-31T12:00:00Z", "2024-01-31T13:00:00+01:00", "2024-01-31T10:30:00-0130"])
        == [moment] * 3
    )


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({"formats": []}, "a list of date formats"), ({"formats": "%Y"}, "a list of date formats"),
        ({"formats": ["%Q"]}, "%Q"), ({"formats": _ISO, "pivot": 100}, "pivot"),
        ({"formats": _ISO, "zone": "Europe/Bärlin"}, "no time zone"),
        ({"formats": _ISO, "zone": "../x"}, "no time zone"),
        ({"formats": ["%Y-%m-%dT%H:%M%z", "%Y-%m-%d"]}, "%z"), ({"formats": ["%Y-%m-%dT%H:%M%z"], "zone": "UTC"}, "%z"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(arguments: dict[str, Any], part: str) -> None:
    """Unknown formats and zones, and contradictions, are errors before a row is read."""
    with pytest.raises(ValueError, match=part):
        parse_datetime(COLUMN, **arguments)


def test_dates_refuse_the_same() -> None:
    """A date's formats are checked as a time's are."""
    with pytest.raises(ValueError, match="pivot"):
        parse_date(COLUMN, ["%d%m%y"], pivot=-1)
    with pytest.raises(ValueError, match="%Q"):
        parse_date(COLUMN, ["%Q"])


@given(st.lists(st.dates() | st.none(), min_size=1))
def test_typed_dates_stay(days: list[date | None]) -> None:
    """A source's own dates are taken as they are; as points in time they are midnight."""
    assert values_of(typed_date(COLUMN, pa.date32()), days, pl.Date) == days
    moments = [None if day is None else datetime(day.year, day.month, day.day) for day in days]
    assert values_of(typed_datetime(COLUMN, pl.Date()), days, pl.Date) == moments


def test_typed_points_in_time_can_stand_for_days() -> None:
    """Midnight and the last second are days; any other time is not cut off, before 1970 neither."""
    midnight, closing, noon = datetime(2024, 12, 31), datetime(2024, 12, 31, 23, 59, 59), datetime(1924, 12, 31, 12)
    assert read(typed_date(COLUMN, pa.timestamp("us")), [midnight, closing, noon, None], pl.Datetime("us")) == [
        (date(2024, 12, 31), None), (date(2024, 12, 31), None), (None, "not_a_date"), (None, None)
    ]  # fmt: skip


def test_typed_null_dates_are_null() -> None:
    """The dates that stand for none are none in typed columns too."""
    days = [date(1753, 1, 1), date(2024, 1, 1)]
    assert values_of(typed_date(COLUMN, pl.Date(), [days[0]]), days, pl.Date) == [None, days[1]]
    moments = [datetime(1753, 1, 1), datetime(2024, 1, 1)]
    assert values_of(typed_datetime(COLUMN, pl.Datetime("us"), null_dates=[days[0]]), moments, pl.Datetime("us")) == [
        None,
        moments[1],
    ]


def test_typed_dates_beyond_the_calendar_are_out_of_range() -> None:
    """PostgreSQL and Arrow hold years that nothing behind us does."""
    beyond, day, moment = [3_000_000, -800_000], COLUMN.cast(pl.Date), COLUMN.cast(pl.Date).cast(pl.Datetime("us"))
    for parsed in (
        typed_date(day, pl.Date()),
        typed_date(moment, pl.Datetime("us")),
        typed_datetime(day, pl.Date()),
        typed_datetime(moment, pl.Datetime("us")),
    ):
        assert faults_of(parsed, beyond, pl.Int32) == ["date_out_of_range"] * 2


def test_typed_local_times_get_the_stated_zone_and_utc_stays() -> None:
    """A zone places what is local; what the source delivers in UTC is not moved."""
    local, utc = datetime(2024, 7, 1, 12), datetime(2024, 7, 1, 12, tzinfo=UTC)
    assert values_of(typed_datetime(COLUMN, pl.Datetime("us"), zone="Europe/Berlin"), [local], pl.Datetime("us")) == [
        utc - timedelta(hours=2)
    ]
    assert values_of(
        typed_datetime(COLUMN, pa.timestamp("us", "UTC"), zone="Europe/Berlin"), [utc], pl.Datetime("us", "UTC")
    ) == [utc]
    assert values_of(typed_datetime(COLUMN, pa.timestamp("us")), [local], pl.Datetime("us")) == [local]


@pytest.mark.parametrize("typed", [typed_date, typed_datetime])
def test_other_columns_hold_no_dates(typed: Any) -> None:
    """A column of numbers is refused at once."""
    with pytest.raises(ValueError, match="Int64 holds no"):
        typed(COLUMN, pl.Int64())
