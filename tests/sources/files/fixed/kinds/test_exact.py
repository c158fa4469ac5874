"""Exact columns out of whole numbers."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.fixed.kinds.exact import Wide, column, joined, number_type


def test_types() -> None:
    """Whole numbers of 18 digits are int64; all others decimals that hold them."""
    assert number_type(18, 0) == pa.int64()
    assert number_type(19, 0) == pa.decimal128(19, 0)
    assert number_type(2, 4) == pa.decimal128(4, 4)


@given(st.integers(-(2**63), 2**63 - 1), st.integers(1, 10**18))
def test_products_of_128_bits(number: int, factor: int) -> None:
    """Nothing is lost above 64 bits."""
    wide = Wide.of(np.array([number], np.int64)).times(factor)
    assert value_of(wide) == number * factor


@given(st.integers(0, 10**38 - 1), st.booleans())
def test_groups_of_digits(number: int, negative: bool) -> None:
    """Joined from groups of 18 digits, with a sign."""
    text = f"{number:038d}"
    parts = [np.array([int(part)], np.int64) for part in (text[:2], text[2:20], text[20:])]
    wide = joined(parts).negated(np.array([negative]))
    assert value_of(wide) == (-number if negative else number)


def test_columns() -> None:
    """With a scale, with zeros that are not written, and nulls."""
    values = np.array([12345, -5], np.int64)
    good = np.array([True, False])
    assert column(values, 5, 2, 0, good).to_pylist() == [Decimal("123.45"), None]
    assert column(values, 5, 0, 3, None).to_pylist() == [12_345_000, -5000]


def value_of(wide: Wide) -> int:
    return int(wide.high[0]) * 2**64 + int(wide.low[0]) % 2**64
