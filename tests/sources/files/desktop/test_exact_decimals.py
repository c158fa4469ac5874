"""Whole numbers of units as decimals."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.desktop.exact_decimals import CHUNK_DIGITS, from_chunks, from_integers

WIDE = pa.decimal128(38, 2)


def units_of(value: Decimal) -> int:
    """The hundredths; by its text, as arithmetic would round to 28 digits."""
    return int(format(value, "f").replace(".", ""))


def test_integers_are_exact_to_the_last() -> None:
    """The largest and the smallest, and null where it is not valid."""
    units = np.array([2**63 - 1, -(2**63), 0, 5], np.int64)
    found = from_integers(units, np.array([True, True, True, False]), pa.decimal128(19, 4))
    assert found.to_pylist() == [Decimal(2**63 - 1).scaleb(-4), Decimal(-(2**63)).scaleb(-4), Decimal("0.0000"), None]


@given(st.lists(st.integers(-(10**36) + 1, 10**36 - 1), min_size=1, max_size=20))
def test_chunks_are_exact(numbers: list[int]) -> None:
    """Up to 36 digits, of either sign."""
    parts = [divmod(abs(number), 10**CHUNK_DIGITS) for number in numbers]
    high, low = (np.array([part[place] for part in parts], np.int64) for place in (0, 1))
    negative = np.array([number < 0 for number in numbers])
    found = from_chunks(high, low, negative, np.ones(len(numbers), np.bool_), WIDE)
    found.validate(full=True)
    assert [units_of(value.as_py()) for value in found] == numbers


@pytest.mark.parametrize("number", [10**18 - 1, 10**18, 2**64 - 1, 2**64, 2**64 + 1, 10**36 - 1, 9 * 10**35])
def test_borders_are_carried(number: int) -> None:
    """Where one word ends and the next begins."""
    high, low = divmod(number, 10**CHUNK_DIGITS)
    both = from_chunks(
        np.array([high, high], np.int64),
        np.array([low, low], np.int64),
        np.array([False, True]),
        np.ones(2, np.bool_),
        WIDE,
    )
    assert [units_of(value.as_py()) for value in both] == [number, -number]
