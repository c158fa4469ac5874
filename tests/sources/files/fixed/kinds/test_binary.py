"""Binary whole numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.fixed.kinds.binary import Binary
from tests.sources.files.fixed.given import cells


@given(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8]), st.booleans(), st.sampled_from(["big", "little"]), st.data())
def test_every_number_comes_back(
    width: int, signed: bool, order: Literal["big", "little"], data: st.DataObject
) -> None:
    """Of all widths, signed or not, in both byte orders."""
    low, high = (-(2 ** (8 * width - 1)), 2 ** (8 * width - 1) - 1) if signed else (0, 2 ** (8 * width) - 1)
    number = data.draw(st.integers(low, high))
    kind = Binary(width, signed=signed, little=order == "little")
    values = kind.decode(cells(number.to_bytes(width, order, signed=signed))).values
    assert values.type == kind.type
    assert int(values[0].as_py()) == number


@pytest.mark.parametrize("number", [0, -1, 10**38 - 1, -(10**38) + 1])
def test_sixteen_bytes(number: int) -> None:
    """128 bits hold all numbers of 38 digits."""
    assert int(Binary(16).decode(cells(number.to_bytes(16, signed=True))).values[0].as_py()) == number


def test_sixteen_bytes_hold_more_than_a_column() -> None:
    """A number of 39 digits is a fault."""
    decoded = Binary(16).decode(cells((10**38).to_bytes(16), (-(10**38)).to_bytes(16, signed=True)))
    assert decoded.values.to_pylist() == [None, None]
    assert decoded.code == "number_too_large"


def test_implied_decimals() -> None:
    """The point is where the layout says."""
    values = Binary(8, 2).decode(cells((98891).to_bytes(8))).values
    assert values.to_pylist() == [Decimal("988.91")]
    assert values.type == pa.decimal128(19, 2)
    assert Binary(2).show(b"\x00\xff") == "00FF"
