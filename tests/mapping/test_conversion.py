"""From what a source delivers to the type of a field."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from tests.mapping.thing import compiled, mapped, mixed, reasons, values

GERMAN = {"decimal": ",", "thousands": ".", "date": "%d.%m.%Y"}


def decimals(*texts: str | None, kind: pa.DataType) -> pa.Array[Any]:
    """A column of decimals."""
    return pa.array([None if text is None else Decimal(text) for text in texts], kind)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,50", "1234.50"),
        ("-3", "-3"),
        ("123,45-", "-123.45"),
        ("(12,00)", "-12"),
        ("12,50 S", "12.50"),
        ("12,50 H", "-12.50"),
        ("€ 1,5", "1.5"),
        ("0,00000", "0"),
    ],
)
def test_amounts_are_read_in_the_locale(text: str, amount: str) -> None:
    """Signs before and behind, parentheses, sides and currencies are read."""
    assert values("net", "A", {"A": [text]}, locale=GERMAN) == [Decimal(amount)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x", "not_a_number"),
        ("1,23456", "too_many_decimals"),
        ("9" * 25, "number_too_large"),
        ("1.23,4", "not_a_number"),
    ],
)
def test_amounts_that_do_not_fit_are_rejects(text: str, code: str) -> None:
    """The reason has code, field and the value as it came."""
    assert reasons(mapped({"net": "A"}, {"A": [f" {text}"]}, locale=GERMAN)) == [("row 0", "net", code, f" {text}")]


def test_without_stated_signs_an_ambiguous_number_is_a_reject() -> None:
    """``1.234`` could be two numbers; ``1.23`` and ``1,23`` could not."""
    found = values("net", "A", {"A": ["1.234", "1.23", "1,23"]})
    assert found == ["ambiguous_number", Decimal("1.23"), Decimal("1.23")]


def test_rounding_is_stated_or_there_is_none() -> None:
    """With `round` decimals that do not fit are rounded, with `scale` there are fewer."""
    columns = {"A": ["1,00005", "-1,00005"]}
    rounded = values("net", {"from": "A", "round": "half_up"}, columns, locale=GERMAN)
    assert rounded == [Decimal("1.0001"), Decimal("-1.0001")]
    assert values("net", {"from": "A", "round": "down", "scale": "1"}, columns, locale=GERMAN) == [1, -1]
    assert values("net", {"from": "A", "scale": "2"}, {"A": ["1,25", "1,255"]}, locale=GERMAN) == [
        Decimal("1.25"),
        "too_many_decimals",
    ]


def test_implied_decimals() -> None:
    """The last digits are decimals, in texts and in a source's own integers."""
    settings = {"from": "A", "implied_decimals": "2"}
    assert values("net", settings, {"A": ["12345", "-5"]}) == [Decimal("123.45"), Decimal("-0.05")]
    assert values("net", settings, {"A": [12345, -5]}) == [Decimal("123.45"), Decimal("-0.05")]


def test_typed_numbers_are_not_parsed_again() -> None:
    """Decimals, integers and doubles go to the field's scale exactly, or are rejects."""
    assert values("net", "A", {"A": decimals("1.10", None, kind=pa.decimal128(18, 2))}, locale=GERMAN) == [
        Decimal("1.10"),
        None,
    ]
    assert values("net", "A", {"A": decimals("1.00001", kind=pa.decimal128(18, 5))}) == ["too_many_decimals"]
    assert values("net", "A", {"A": [5, -7]}) == [5, -7]
    assert values("net", "A", {"A": [0.1, 0.1 + 0.2, float("nan")]}) == [
        Decimal("0.1"),
        "inexact_double",
        "not_a_number",
    ]


def test_mixed_cells_are_read_as_what_they_are() -> None:
    """A number of the source is plain, a text is in the locale."""
    columns = {"A": mixed(("1.5", True), ("1,5", False), ("1.5", False), None, ("1E2", True))}
    found = values("net", "A", columns, locale=GERMAN)
    assert found == [Decimal("1.5"), Decimal("1.5"), "not_a_number", None, 100]
    assert values("count", "A", {"A": mixed(("7", True), ("7,0", False))}, locale=GERMAN) == [7, 7]


def test_integers() -> None:
    """Whole numbers of every type are integers; others are rejects."""
    assert values("count", "A", {"A": ["12", "12.5", "x"]}, locale={"decimal": "."}) == [
        12,
        "not_an_integer",
        "not_a_number",
    ]
    assert values("count", "A", {"A": decimals("3.00", "3.5", kind=pa.decimal128(5, 2))}) == [3, "not_an_integer"]
    assert values("count", "A", {"A": [3.0, 3.5]}) == [3, "not_an_integer"]


def test_dates_are_read_in_the_formats_in_turn() -> None:
    """A field's own formats take the place of the locale's; null dates are null."""
    columns = {"A": ["31.12.2024", "2024-12-31", "01.01.1753", "31.02.2024", ""]}
    locale = GERMAN | {"date": ["%d.%m.%Y", "%Y-%m-%d"], "null_dates": ["1753-01-01"]}
    day = date(2024, 12, 31)
    assert values("day", "A", columns, locale=locale) == [day, day, None, "not_a_date", None]
    assert values("day", {"from": "A", "date": "%Y-%m-%d"}, columns, locale=locale)[:2] == ["not_a_date", day]


def test_two_digit_years_have_a_pivot() -> None:
    """The pivot is the last year of this century."""
    settings = {"from": "A", "date": "%d%m%y", "pivot": "50"}
    assert values("day", settings, {"A": ["010150", "010151"]}) == [date(2050, 1, 1), date(1951, 1, 1)]


def test_a_number_can_be_a_date() -> None:
    """20241231 is a date in the format that is stated for it, also as a source's own integer or mixed cell."""
    settings = {"from": "A", "date": "%Y%m%d"}
    for column in (["20241231"], [20241231], mixed(("20241231", True))):
        assert values("day", settings, {"A": column}) == [date(2024, 12, 31)]


def test_typed_dates_are_not_parsed_again() -> None:
    """A source's own dates and timestamps are dates if no time of day is lost."""
    assert values("day", "A", {"A": [date(2024, 1, 2), None]}, locale=GERMAN) == [date(2024, 1, 2), None]
    moments = [datetime(2024, 1, 2), datetime(2024, 1, 2, 12)]
    assert values("day", "A", {"A": pa.array(moments, pa.timestamp("us"))}) == [date(2024, 1, 2), "not_a_date"]


def test_points_in_time() -> None:
    """Dates with and without a time are read; they stay local unless a zone is stated."""
    columns = {"A": ["31.07.2024 12:30:00", "31.07.2024", "31.07.2024T12:30:00.5", "31.07.2024 12:61:00"]}
    local = values("moment", "A", columns, locale=GERMAN)
    assert [str(moment) for moment in local] == [
        "2024-07-31 12:30:00",
        "2024-07-31 00:00:00",
        "2024-07-31 12:30:00.500000",
        "not_a_date",
    ]
    in_utc = values("moment", {"from": "A", "zone": "Europe/Berlin"}, columns, locale=GERMAN)
    assert str(in_utc[0]) == "2024-07-31 10:30:00"


def test_a_format_with_a_time_is_taken_as_it_is() -> None:
    """To a locale's format that has hours already no others are added."""
    locale = {"date": "%d.%m.%Y %H:%M"}
    assert values("moment", "A", {"A": ["31.07.2024 12:30"]}, locale=locale)[0] == datetime(2024, 7, 31, 12, 30)


def test_typed_points_in_time() -> None:
    """A timestamp in UTC stays so, a local one becomes UTC by the stated zone, a date is its midnight."""
    local = pa.array([datetime(2024, 7, 31, 12)], pa.timestamp("us"))
    assert str(values("moment", "A", {"A": local})[0]) == "2024-07-31 12:00:00"
    assert str(values("moment", {"from": "A", "zone": "Europe/Berlin"}, {"A": local})[0]) == "2024-07-31 10:00:00"
    in_utc = local.cast(pa.timestamp("us", "UTC"))
    assert str(values("moment", {"from": "A", "zone": "Europe/Berlin"}, {"A": in_utc})[0]) == "2024-07-31 12:00:00"
    assert str(values("moment", "A", {"A": [date(2024, 7, 31)]})[0]) == "2024-07-31 00:00:00"


def test_truth_values() -> None:
    """The usual words are known; a field's or the locale's lists take their place."""
    columns = {"A": ["J", "n", "-1", "0", "", "?"]}
    assert values("flag", "A", columns) == [True, False, True, False, None, "not_a_boolean"]
    assert values("flag", {"from": "A", "true": ["?"], "false": ["j", ""]}, columns)[:1] == [False]
    assert values("flag", "A", {"A": [True, None]}) == [True, None]
    assert values("flag", "A", {"A": [-1, 0]}) == [True, False]


def test_an_empty_text_may_mean_false() -> None:
    """Where the list has it, an empty or blank text is no missing value."""
    settings = {"from": "A", "true": "X", "false": ""}
    assert values("flag", settings, {"A": ["X", "", "  ", None]}) == [True, False, False, None]


def test_texts_of_typed_columns_are_plain() -> None:
    """What is no text becomes one without a locale."""
    for column, text in [
        ([42], "42"),
        ([1.5], "1.5"),
        ([True], "true"),
        ([date(2024, 1, 2)], "2024-01-02"),
        (decimals("1.50", kind=pa.decimal128(9, 2)), "1.50"),
        (pa.array([time(1, 2, 3)], pa.time64("us")), "01:02:03"),
        (mixed(("007", False)), "007"),
    ]:
        assert values("name", "A", {"A": column}, locale=GERMAN) == [text]


@pytest.mark.parametrize(
    ("field", "settings", "message"),
    [
        ("day", {"date": "%Q"}, "%Q in the date format"),
        ("moment", {"zone": "Mars/Olympus"}, "no time zone 'Mars/Olympus'"),
        ("flag", {"true": "x", "false": "X"}, "cannot mean both"),
        ("net", {"decimal": ",", "thousands": ","}, "both"),
        ("count", {"thousands": "x"}, "thousands"),
    ],
)
def test_readings_that_cannot_be_are_refused(field: str, settings: dict[str, object], message: str) -> None:
    """The mapping is not compiled, and the error names the field."""
    with pytest.raises(ConfigError, match=message) as error:
        compiled({field: {"from": "A", **settings}}, {"ID": ["1"], "A": ["x"]})
    assert f"thing.{field}" in error.value.where


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**23), max_value=10**23))
def test_every_amount_survives(amount: Decimal) -> None:
    """What fits the field arrives to the last digit, from German text and from a decimal column."""
    german = f"{amount:,f}".translate(str.maketrans(",.", ".,"))
    assert values("net", "A", {"A": [german]}, locale=GERMAN) == [amount]
    assert values("net", "A", {"A": pa.array([amount], pa.decimal128(38, 4))}) == [amount]
