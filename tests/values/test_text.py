"""Numbers as text."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from legacy_adapters.values.text import decimal_to_text, minor_units, number_text
from tests.values.reading import COLUMN, column_of, decimals, types


def _written(number: Decimal, minimum: int) -> str:
    """At least so many decimals, and no further zeros."""
    whole, _, fraction = f"{number.copy_abs():f}".partition(".")
    fraction = fraction.rstrip("0").ljust(minimum, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{fraction}" if fraction else sign + whole


@pytest.mark.parametrize(
    ("number", "minimum", "text"),
    [
        ("12.5", 2, "12.50"),
        ("0.0375", 2, "0.0375"),
        ("-0.0000", 0, "0"),
        ("-0.0001", 0, "-0.0001"),
        ("100", 0, "100"),
        ("12", 3, "12.000"),
    ],
)
def test_amounts_are_written_as_the_schema_says(number: str, minimum: int, text: str) -> None:
    """At least the minor units, no further zeros, never minus zero."""
    assert column_of(decimal_to_text(COLUMN, 4, minimum=minimum), [Decimal(number)], pl.Decimal(28, 4)) == [text]


@given(types().flatmap(lambda kind: st.tuples(st.just(kind), st.lists(decimals(*kind), min_size=1))), st.integers(0, 6))
@example(((28, 4), [Decimal("12.5000"), Decimal("-3.2500")]), 2)
@example(((4, 0), [Decimal("100"), Decimal("-10")]), 2)
def test_every_decimal_is_written_as_short_as_allowed(
    source: tuple[tuple[int, int], list[Decimal]], minimum: int
) -> None:
    """At every scale the text is the number, with at least so many decimals and no zeros too many."""
    (precision, scale), numbers = source
    found = column_of(decimal_to_text(COLUMN, scale, minimum=minimum), [*numbers, None], pl.Decimal(precision, scale))
    assert found == [*(_written(number, minimum) for number in numbers), None]


@given(st.lists(st.tuples(decimals(28, 4), st.sampled_from(["EUR", "JPY", "KWD", "CLF", "", "???", None])), min_size=1))
@example([(Decimal("12.5000"), "EUR"), (Decimal("3.0000"), "EUR")])
@example([(Decimal("12.5000"), "JPY"), (Decimal("3.0000"), None)])
def test_amounts_have_the_decimals_of_their_currency(rows: list[tuple[Decimal, str | None]]) -> None:
    """Each row is written with at least the minor units of its own currency."""
    frame = pl.DataFrame(
        {"amount": [row[0] for row in rows], "currency": pl.Series([row[1] for row in rows], dtype=pl.String)}
    )
    text = decimal_to_text(pl.col("amount").cast(pl.Decimal(28, 4)), 4, minimum=minor_units(pl.col("currency")))
    units = {"JPY": 0, "KWD": 3, "CLF": 4}
    assert frame.select(text)["amount"].to_list() == [
        _written(amount, units.get(currency or "", 2)) for amount, currency in rows
    ]


def test_a_missing_minimum_is_none() -> None:
    """Where a row does not say how many decimals, there are as many as needed."""
    frame = pl.DataFrame(
        {"amount": pl.Series([Decimal("12.5"), Decimal("3")], dtype=pl.Decimal(28, 4)), "minimum": [2, None]}
    )
    assert frame.select(decimal_to_text(pl.col("amount"), 4, minimum=pl.col("minimum")))["amount"].to_list() == [
        "12.50",
        "3",
    ]


def test_the_decimal_sign_can_be_a_comma() -> None:
    """Numbers for people who write a comma get one."""
    numbers = [Decimal("12.5"), Decimal("-1234")]
    assert column_of(decimal_to_text(COLUMN, 4, minimum=2, decimal=","), numbers, pl.Decimal(28, 4)) == [
        "12,50",
        "-1234,00",
    ]


def test_minor_units_are_two_unless_known_otherwise() -> None:
    """The yen has none, the dinar three; what is unknown or not stated has two."""
    codes = ["EUR", "JPY", "KWD", "CLF", "ISK", "XYZ", "", None]
    assert column_of(minor_units(COLUMN), codes, pl.String) == [2, 0, 3, 4, 0, 2, 2, 2]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**6), 10**6).map(float), min_size=1))
@example([1e16, 1e300, 1e-7, 5e-324, -0.0, 42.0, 0.1])
def test_doubles_are_their_shortest_decimal(doubles: list[float]) -> None:
    """A double's text is the decimal that Python prints for it, without exponent, ``.0`` and minus zero."""
    for double, text in zip(doubles, column_of(number_text(COLUMN, pl.Float64()), doubles, pl.Float64), strict=True):
        assert Decimal(text) == Decimal(repr(double))
        assert not {"e", "E"} & set(text)
        assert not text.endswith(".0")
        assert text != "-0"


def test_what_is_no_number_is_not_taken_for_one() -> None:
    """Infinities and NaN keep their names."""
    doubles = [float("inf"), float("-inf"), float("nan"), None]
    assert column_of(number_text(COLUMN, pl.Float64()), doubles, pl.Float64) == ["inf", "-inf", "NaN", None]


def test_integers_and_decimals_are_plain() -> None:
    """Integers are as they are, decimals lose zeros at the end."""
    assert column_of(number_text(COLUMN, pl.Int64()), [0, -(2**63), None], pl.Int64) == ["0", str(-(2**63)), None]
    assert column_of(
        number_text(COLUMN, pl.Decimal(18, 2)), [Decimal("42.00"), Decimal("12.50")], pl.Decimal(18, 2)
    ) == ["42", "12.5"]


def test_other_columns_hold_no_numbers() -> None:
    """A column of dates is refused at once."""
    with pytest.raises(ValueError, match="Date holds no numbers"):
        number_text(COLUMN, pl.Date())
