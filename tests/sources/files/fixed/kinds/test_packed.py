"""Packed decimals."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.fixed.kinds.packed import Packed
from tests.sources.files.fixed.given import cells


def test_signs_and_decimals() -> None:
    """C, F, A and E are plus, D and B minus."""
    contents = [bytes.fromhex(f"12345{sign}") for sign in "CDFABE"]
    found = Packed(3, 2).decode(cells(*contents)).values.to_pylist()
    assert found == [Decimal(text) for text in ("123.45", "-123.45", "123.45", "123.45", "-123.45", "123.45")]


def test_bad_half_bytes_are_faults() -> None:
    """A digit above 9, no sign, blanks."""
    decoded = Packed(3).decode(cells(b"\x12\x3a\x5c", b"\x12\x34\x56", b"\x40\x40\x40", b"\x00\x00\x0c"))
    assert decoded.values.to_pylist() == [None, None, None, 0]
    assert decoded.bad is not None
    assert decoded.bad.tolist() == [True, True, True, False]
    assert Packed(3).show(b"\x12\x3a\x5c") == "123A5C"


def test_without_a_sign() -> None:
    """COMP-6 has two digits in every byte."""
    assert Packed(2, 1, has_sign=False).decode(cells(b"\x12\x34")).values.to_pylist() == [Decimal("123.4")]


def test_more_than_38_digits_are_a_fault() -> None:
    """Twenty bytes have 39 digits; the first must be zero."""
    decoded = Packed(20).decode(cells(bytes.fromhex("1" + "0" * 38 + "C"), bytes.fromhex("0" + "9" * 38 + "C")))
    assert decoded.values.to_pylist() == [None, Decimal("9" * 38)]


@given(st.integers(1, 20), st.data())
def test_every_number_comes_back(width: int, data: st.DataObject) -> None:
    """Of all widths and both signs, in a column of the type that was promised."""
    digits = min(width * 2 - 1, 38)
    number = data.draw(st.integers(-(10**digits) + 1, 10**digits - 1))
    content = bytes.fromhex(f"{abs(number):0{width * 2 - 1}d}{'D' if number < 0 else 'C'}")
    values = Packed(width).decode(cells(content)).values
    assert values.type == Packed(width).type
    assert values.type == pa.int64() or pa.types.is_decimal128(values.type)
    assert int(values[0].as_py()) == number


@given(st.integers(1, 20).flatmap(lambda width: st.lists(st.binary(min_size=width, max_size=width), min_size=1)))
def test_any_bytes_give_a_number_or_a_fault(contents: list[bytes]) -> None:
    """Nothing crashes, and what is no number is null."""
    decoded = Packed(len(contents[0])).decode(cells(*contents))
    decoded.values.validate(full=True)
    bad = [False] * len(contents) if decoded.bad is None else decoded.bad.tolist()
    assert [value is None for value in decoded.values.to_pylist()] == bad
