"""Digits, one a byte, with every way of writing a sign."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.kinds.zoned import Overpunch, Sign, Zoned
from tests.sources.files.fixed.given import cells

ASCII, EBCDIC = charset("cp1252"), charset("cp273")


@pytest.mark.parametrize(
    ("cell", "value"),
    [(b"1234E", "123.45"), (b"1234N", "-123.45"), (b"1234}", "-123.40"), (b"0000u", "-0.05"), (b"12345", "123.45")],
)
def test_overpunched_signs_of_ascii_files(cell: bytes, value: str) -> None:
    """The last character holds the sign, in the standard way and in that of Micro Focus."""
    decoded = Zoned(5, ASCII, 2, sign=Sign.TRAILING).decode(cells(cell))
    assert decoded.values.to_pylist() == [Decimal(value)]
    assert decoded.bad is None


def test_overpunched_signs_of_ebcdic() -> None:
    """Zones A, C, E and F are plus, B and D minus, in the first byte too."""
    trailing = Zoned(2, EBCDIC, sign=Sign.TRAILING)
    contents = [b"\xf1\xa2", b"\xf1\xb2", b"\xf1\xc2", b"\xf1\xd2", b"\xf1\xe2", b"\xf1\xf2"]
    assert trailing.decode(cells(*contents)).values.to_pylist() == [12, -12, 12, -12, 12, 12]
    assert Zoned(2, EBCDIC, sign=Sign.LEADING).decode(cells(b"\xd1\xf2")).values.to_pylist() == [-12]


def test_separate_signs() -> None:
    """`005-` and `+005`; a blank where the sign is means plus."""
    trailing, leading = Zoned(3, ASCII, sign=Sign.TRAILING_SEPARATE), Zoned(3, ASCII, sign=Sign.LEADING_SEPARATE)
    assert trailing.decode(cells(b"005-", b"005 ", b"005+")).values.to_pylist() == [-5, 5, 5]
    assert leading.decode(cells(b"-005", b" 005", b"+  5")).values.to_pylist() == [-5, 5, 5]


def test_blank_is_nothing_and_other_signs_are_bad() -> None:
    """Blanks or NULs alone are null; blanks behind digits, letters, or a sign without a number are faults."""
    decoded = Zoned(3, ASCII, sign=Sign.TRAILING_SEPARATE).decode(
        cells(b"    ", b"\0\0\0\0", b"  5 ", b"5   ", b"1x2+", b"   -", b"123*")
    )
    assert decoded.values.to_pylist() == [None, None, 5, None, None, None, None]
    assert decoded.bad is not None
    assert decoded.bad.tolist() == [False, False, False, True, True, True, True]


def test_other_ways_of_punching() -> None:
    """Fujitsu's signs, and the zeros that code page 273 has become."""
    fujitsu = Zoned(2, ASCII, sign=Sign.TRAILING, overpunch=Overpunch.FUJITSU)
    assert fujitsu.decode(cells(b"1@", b"1P", b"1U", b"1A", b"17")).values.to_pylist() == [10, -10, -15, 11, 17]
    german = Zoned(2, ASCII, sign=Sign.TRAILING, zeros="äü")
    assert german.decode(cells("1ä".encode("cp1252"), "1ü".encode("cp1252"))).values.to_pylist() == [10, -10]


@given(st.integers(1, 38), st.data())
def test_every_number_comes_back(digits: int, data: st.DataObject) -> None:
    """Up to 38 digits, of both signs, exactly."""
    number = data.draw(st.integers(-(10**digits) + 1, 10**digits - 1))
    text = f"{abs(number):0{digits}d}{'-' if number < 0 else '+'}"
    decoded = Zoned(digits, ASCII, sign=Sign.TRAILING_SEPARATE).decode(cells(text.encode()))
    assert int(decoded.values[0].as_py()) == number


def test_trailing_zeros_that_are_not_written() -> None:
    """`9(3)P(3)` counts thousands, also beyond 18 digits."""
    assert Zoned(3, ASCII, shift=3).decode(cells(b"012")).values.to_pylist() == [12_000]
    assert Zoned(17, ASCII, shift=5).decode(cells(b"9" * 17)).values.to_pylist() == [Decimal("9" * 17 + "00000")]
