"""Numbers and moments that stand in records as binary."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.dbf import binary_cells
from legacy_adapters.sources.files.desktop.code_page import Matrix

NOON = datetime(2024, 2, 29, 12, 0, 0, 1000)
JULIAN = 2_460_370
"""2024-02-29."""


def matrix(*cells: bytes) -> Matrix:
    return np.frombuffer(b"".join(cells), np.uint8).reshape(len(cells), -1)


def test_foxpro_numbers() -> None:
    """Low byte first, as they are."""
    assert binary_cells.integers_of(matrix(struct.pack("<i", -5), struct.pack("<i", 2**31 - 1)))[0].to_pylist() == [
        -5,
        2**31 - 1,
    ]
    assert binary_cells.doubles_of(matrix(struct.pack("<d", 0.1), struct.pack("<d", -1e300)))[0].to_pylist() == [
        0.1,
        -1e300,
    ]
    money = matrix(struct.pack("<q", -123450), struct.pack("<q", 2**63 - 1))
    assert binary_cells.currencies_of(money)[0].to_pylist() == [Decimal("-12.3450"), Decimal("922337203685477.5807")]


def test_dbase7_numbers() -> None:
    """High byte first, the sign turned over, NULs for nothing."""
    integers = matrix(*(struct.pack(">I", number + 2**31) for number in (1, -1, 0)), bytes(4))
    assert binary_cells.integers7_of(integers)[0].to_pylist() == [1, -1, 0, None]
    doubles = matrix(*(ordered(number) for number in (0.1, -0.1, 0.0, -1e300)), bytes(8))
    assert binary_cells.doubles7_of(doubles)[0].to_pylist() == [0.1, -0.1, 0.0, -1e300, None]


def ordered(number: float) -> bytes:
    """A double so that it sorts as bytes."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", number))
    return struct.pack(">Q", bits | 2**63 if number >= 0 else ~bits & (2**64 - 1))


@given(st.lists(st.floats(allow_nan=False), min_size=1, max_size=5))
def test_every_double_of_dbase7_comes_back(numbers: list[float]) -> None:
    """To the bit, whatever its sign; only minus nothing is the nothing of a table."""
    kept = [abs(number) if number == 0 else number for number in numbers]
    assert binary_cells.doubles7_of(matrix(*map(ordered, kept)))[0].to_pylist() == kept


def test_foxpro_moments() -> None:
    """A Julian day and milliseconds; NULs and blanks are null, no day is a fault."""
    cells = matrix(struct.pack("<ii", JULIAN, 43_200_001), bytes(8), b" " * 8, struct.pack("<ii", 5, 0))
    found, faults = binary_cells.moments_of(cells)
    assert found.to_pylist() == [NOON, None, None, None]
    assert [(fault.row, fault.code, fault.text) for fault in faults] == [(3, "not_a_date", "0500000000000000")]


@pytest.mark.parametrize("flipped", [False, True])
def test_dbase7_moments_as_borland_writes_them(flipped: bool) -> None:
    """A double of milliseconds from the day before 0001-01-01."""
    total = (NOON - datetime(1, 1, 1)).total_seconds() * 1000 + 86_400_000
    cell = ordered(total) if flipped else struct.pack(">d", total)
    assert binary_cells.moments7_of(matrix(cell, bytes(8)))[0].to_pylist() == [NOON, None]


def test_dbase7_moments_as_its_description_has_them() -> None:
    """A Julian day and milliseconds."""
    assert binary_cells.moments7_of(matrix(struct.pack("<ii", JULIAN, 43_200_001)))[0].to_pylist() == [NOON]


@pytest.mark.parametrize(
    ("read", "width"),
    [(binary_cells.moments_of, 8), (binary_cells.moments7_of, 8), (binary_cells.doubles7_of, 8),
     (binary_cells.integers7_of, 4)],
)  # fmt: skip
@given(data=st.data())
def test_any_bytes_are_a_cell_or_a_fault(
    read: Callable[[Matrix], tuple[object, object]], width: int, data: st.DataObject
) -> None:
    """Nothing crashes, and a fault's cell is null."""
    cells = data.draw(st.lists(st.binary(min_size=width, max_size=width), min_size=1, max_size=5))
    found, faults = read(matrix(*cells))
    found.validate(full=True)  # type: ignore[attr-defined]
    for fault in faults:  # type: ignore[attr-defined]
        assert found[fault.row].as_py() is None  # type: ignore[index]
