"""Results of calculated columns."""

from __future__ import annotations

import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.access.calculated import calculated_number, unwrapped


def test_unwrapping() -> None:
    """The value stands behind its length; without one, nothing was calculated."""
    assert unwrapped(b"\0" * 16 + struct.pack("<I", 3) + b"abcxyz") == b"abc"
    assert unwrapped(b"\0" * 20) is None
    assert unwrapped(b"short") is None
    assert unwrapped(None) is None


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (b"\x0a\0\x02\x80" + struct.pack("<II", 0, 12345), Decimal("-123.45")),
        (b"\x0a\0\x00\x00" + struct.pack("<II", 1, 0), Decimal(2**32)),
        (b"\x06\0\x04\x00" + struct.pack("<I", 1), Decimal("0.0001")),
        (b"\x06\0\xff\x00" + struct.pack("<I", 1), None),
        (b"\x06\0", None),
    ],
)
def test_numbers(cell: bytes, number: Decimal | None) -> None:
    """Scale, sign and digits."""
    assert calculated_number(cell) == number


@given(st.binary(max_size=40))
def test_any_bytes(cell: bytes) -> None:
    """Nothing is raised."""
    assert unwrapped(cell) is None or len(cell) > 20
    found = calculated_number(cell)
    assert found is None or found.is_finite()
