"""Changes of scale and precision, as the units they are made of."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from legacy_adapters.values.rescaling import rescaled
from tests.values.reading import COLUMN, read


def test_units_that_always_fit_cannot_be_at_fault() -> None:
    """Where every number of so many digits fits, there is no fault to look for."""
    found = rescaled(COLUMN, 19, 0, pl.Decimal(28, 4), None)
    assert found.fault is None
    assert read(found, [2**63 - 1, None], pl.Int128) == [(Decimal(2**63 - 1), None), (None, None)]


def test_units_that_overflow_128_bits_are_too_large() -> None:
    """What would have more than 128 bits at the new scale is a fault, not another number."""
    found = rescaled(COLUMN, 38, 0, pl.Decimal(38, 12), None)
    rows = read(found, [10**38 - 1, 10**26 - 1, 10**26, -(10**26)], pl.Int128)
    assert rows == [
        (None, "number_too_large"),
        (Decimal(10**26 - 1), None),
        (None, "number_too_large"),
        (None, "number_too_large"),
    ]


def test_the_rest_may_have_38_digits() -> None:
    """Half of the largest divisor is told from a little more, though twice either has more than 128 bits."""
    found = rescaled(COLUMN, 38, 38, pl.Decimal(1, 0), "half_even")
    half = 5 * 10**37
    rows = read(found, [half, half + 1, half - 1, -half - 1], pl.Int128)
    assert [value for value, _ in rows] == [0, 1, 0, -1]


def test_zeros_are_cut_without_a_rule() -> None:
    """Nothing but zeros behind the new scale is no excess."""
    found = rescaled(COLUMN, 38, 6, pl.Decimal(28, 4), None)
    assert read(found, [1_500_000, 1_500_001, -100], pl.Int128) == [
        (Decimal("1.5"), None),
        (None, "too_many_decimals"),
        (Decimal("-0.0001"), None),
    ]
