"""Rounding rules by themselves."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from legacy_adapters.values.rounding import Rounding, checked, is_rounded_up, negative, whole_number
from tests.values.oracle import MODES


@pytest.mark.parametrize("rounding", MODES)
@pytest.mark.parametrize("last", [0, 1, 2, 9])
@pytest.mark.parametrize(("cut", "against_half"), [("1", -1), ("5", 0), ("7", 1)])
def test_rules_are_those_of_pythons_decimals(rounding: Rounding, last: int, cut: str, against_half: int) -> None:
    """Each rule adds one to the last digit exactly where Python's decimals do."""
    expected = Decimal(f"{last}.{cut}").quantize(Decimal(1), MODES[rounding]) > last
    found = pl.select(is_rounded_up(rounding, pl.lit(last, pl.Int128), pl.lit(against_half))).item()
    assert found is expected


@pytest.mark.parametrize("number", [0, 1, -1, 10**38 - 1, 1 - 10**38])
def test_the_other_sign_of_the_largest_numbers(number: int) -> None:
    """Whatever a decimal holds can be turned around."""
    assert pl.select(negative(whole_number(number))).item() == -number


def test_implied_decimals_have_bounds() -> None:
    """No decimal has a point 39 digits away."""
    with pytest.raises(ValueError, match="implied decimals are 0 to 38, not 39"):
        checked(38, 2, 39)
    checked(38, 38, 38)
