"""How digits become a decimal, are rounded, or turn out not to fit."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.values.close_reading import CloseReading
from legacy_adapters.values.notation import PLAIN, Notation
from legacy_adapters.values.rounding import Rounding
from tests.values.oracle import MODES, fitted
from tests.values.reading import types

_NUMBERS = st.one_of(
    st.from_regex(r"\A-?[0-9]{1,40}(\.[0-9]{1,42})?\Z"),
    st.from_regex(r"\A-?[09]{1,39}\.[0459]{1,40}\Z"),
    st.from_regex(r"\A-?[0-9]{1,3}\.[0-9]{0,4}5(0{0,9}|0{5}1)\Z"),
)


@given(st.lists(_NUMBERS, min_size=1, max_size=20), types(), st.sampled_from([None, *MODES]))
def test_every_number_fits_is_rounded_or_is_a_fault(
    texts: list[str], kind: tuple[int, int], rounding: Rounding | None
) -> None:
    """At every precision and scale a number is exactly itself, rounded by the rule, or one of two faults."""
    precision, scale = kind
    found = CloseReading(PLAIN, precision, scale, rounding)(pl.Series(texts)).rows()
    assert found == [fitted(Decimal(text), precision=precision, scale=scale, rounding=rounding) for text in texts]


@given(st.lists(st.integers(-(10**30), 10**30), min_size=1, max_size=20), st.integers(1, 38), types())
def test_implied_decimals_move_the_point(units: list[int], implied: int, kind: tuple[int, int]) -> None:
    """Digits that count a smaller unit are that many of it."""
    precision, scale = kind
    found = CloseReading(PLAIN, precision, scale, implied=implied)(pl.Series([str(unit) for unit in units])).rows()
    numbers = [Decimal(f"{unit}e-{implied}") for unit in units]
    assert found == [fitted(number, precision=precision, scale=scale) for number in numbers]


def test_a_stated_decimal_sign_contradicts_implied_decimals() -> None:
    """12,50 in a field of cents could be twelve and a half or an eighth of one."""
    read = CloseReading(Notation(",", "."), 28, 4, implied=2)
    expected = [(None, "ambiguous_number"), (Decimal("12.5"), None), (Decimal("-12.5"), None)]
    assert read(pl.Series(["12,50", "1.250", "1250-"])).rows() == expected


def test_a_machine_number_with_a_point_still_counts_units() -> None:
    """1250.0 cents, as a database prints a double, are 12.50."""
    assert CloseReading(PLAIN, 28, 4, implied=2)(pl.Series(["1250.0", "0.5"])).rows() == [
        (Decimal("12.5"), None),
        (Decimal("0.005"), None),
    ]


def test_too_large_is_said_before_too_many_decimals() -> None:
    """A number at fault twice is too large first: rounding would not help."""
    assert CloseReading(PLAIN, 4, 2)(pl.Series(["100.001"])).rows() == [(None, "number_too_large")]


def test_rounding_can_make_a_number_too_large() -> None:
    """99.995 has two digits before the point, and three when it is rounded."""
    assert CloseReading(PLAIN, 4, 2, "half_up")(pl.Series(["99.995", "-99.994"])).rows() == [
        (None, "number_too_large"),
        (Decimal("-99.99"), None),
    ]


@pytest.mark.parametrize("kind", [(0, 0), (39, 4), (10, 11), (5, -1)])
def test_decimals_that_cannot_be_are_refused(kind: tuple[int, int]) -> None:
    """No such decimal, no reading."""
    with pytest.raises(ValueError, match="there is no decimal"):
        CloseReading(PLAIN, *kind)
