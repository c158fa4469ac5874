"""Floating-point fields as the shortest decimal text."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import MIXED
from legacy_adapters.sources.files.fixed.kinds.floating import Floating
from tests.sources.files.fixed.given import cells


@pytest.mark.parametrize(
    ("content", "text"),
    [("42640000", "100"), ("C276A000", "-118.625"), ("4119999A00000000", "1.6000003814697266"), ("00000000", "0")],
)
def test_hexadecimal_floating_point(content: str, text: str) -> None:
    """IBM's form, with an exponent of 16."""
    data = bytes.fromhex(content)
    assert Floating(len(data), ibm=True).decode(cells(data)).values.to_pylist() == [{"text": text, "number": True}]


def test_short_numbers_are_not_widened() -> None:
    """0.1 of four bytes is 0.1, in both byte orders; no exponent is written."""
    big, little = struct.pack(">f", 0.1), struct.pack("<f", 0.1)
    assert Floating(4).decode(cells(big)).values[0].as_py()["text"] == "0.1"
    assert Floating(4, little=True).decode(cells(little)).values[0].as_py()["text"] == "0.1"
    assert Floating(8).decode(cells(struct.pack(">d", 1e-7))).values[0].as_py()["text"] == "0.0000001"


def test_what_is_no_number_is_a_fault() -> None:
    """Infinity and NaN."""
    decoded = Floating(8).decode(cells(*(struct.pack(">d", float(text)) for text in ("inf", "nan", "1"))))
    assert decoded.values.null_count == 2
    assert decoded.bad is not None
    assert decoded.bad.tolist() == [True, True, False]
    assert decoded.values.type == MIXED


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_stands_for_the_number(number: float) -> None:
    """Read again it is the same double."""
    cell: Any
    (cell,) = Floating(8).decode(cells(struct.pack(">d", number))).values.to_pylist()
    assert float(cell["text"]) == number


@given(st.binary(min_size=8, max_size=8), st.booleans())
def test_any_bytes_are_read(content: bytes, ibm: bool) -> None:
    """Nothing crashes."""
    assert len(Floating(8, ibm).decode(cells(content)).values) == 1
