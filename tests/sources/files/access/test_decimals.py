"""Currency and decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.access.decimals import currency, numeric
from legacy_adapters.sources.files.faults import Fault


def cells(*raw: bytes) -> Any:
    """A matrix with a row for each."""
    return np.frombuffer(b"".join(raw), dtype=np.uint8).reshape(len(raw), -1)


def packed(digits: int) -> bytes:
    """A decimal as Access writes it."""
    raw = abs(digits).to_bytes(16, "big")
    return bytes([0x80 if digits < 0 else 0]) + b"".join(raw[i : i + 4][::-1] for i in range(0, 16, 4))


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_currency(values: list[int]) -> None:
    """Ten-thousandths, to the last one, also the largest and the smallest."""
    found = currency(cells(*(value.to_bytes(8, "little", signed=True) for value in values)), np.ones(len(values), bool))
    found.validate(full=True)
    assert found.to_pylist() == [Decimal(value).scaleb(-4) for value in values]


@given(st.lists(st.integers(-(10**28) + 1, 10**28 - 1), min_size=1), st.integers(0, 28))
def test_decimals(values: list[int], scale: int) -> None:
    """Every digit and the sign."""
    faults: list[Fault] = []
    kind = pa.decimal128(28, scale)
    found = numeric("a", cells(*map(packed, values)), np.ones(len(values), bool), kind, faults)
    found.validate(full=True)
    assert found.to_pylist() == [Decimal((int(v < 0), tuple(map(int, str(abs(v)))), -scale)) for v in values]
    assert faults == []


def test_more_digits_than_the_column_allows() -> None:
    """They are a fault that shows them; null is null."""
    faults: list[Fault] = []
    raw = cells(packed(-12345), packed(999), packed(1000), packed(7), packed(2**127))
    found = numeric("a", raw, np.array([True, True, True, False, True]), pa.decimal128(3, 1), faults)
    assert found.to_pylist() == [None, Decimal("99.9"), None, None, None]
    assert faults == [
        (0, "a", "number_overflow", "-12345E-1"),
        (2, "a", "number_overflow", "1000E-1"),
        (4, "a", "number_overflow", f"{2**127}E-1"),
    ]
