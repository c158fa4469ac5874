"""Numbers that sort as bytes."""

from __future__ import annotations

import struct
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.desktop.code_page import Matrix
from legacy_adapters.sources.files.desktop.ordered_numbers import double_cells, integer_cells, moment_cells


def matrix(*cells: bytes) -> Matrix:
    return np.frombuffer(b"".join(cells), np.uint8).reshape(len(cells), -1)


def ordered(number: float) -> bytes:
    """A double so that it sorts as bytes."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", number))
    return struct.pack(">Q", bits | 2**63 if number >= 0 else ~bits & (2**64 - 1))


def moment(at: datetime) -> float:
    """Milliseconds from the day before 0001-01-01."""
    since = at - datetime(1, 1, 1)
    return (since.days + 1) * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


@pytest.mark.parametrize(("kind", "width"), [(">H", 2), (">I", 4)])
def test_integers_of_either_width(kind: str, width: int) -> None:
    """The largest, the smallest that there is, and nothing."""
    half = 1 << (8 * width - 1)
    cells = matrix(*(struct.pack(kind, number + half) for number in (half - 1, 1 - half, 0, -5)), bytes(width))
    assert integer_cells(cells).to_pylist() == [half - 1, 1 - half, 0, -5, None]


@given(st.lists(st.floats(allow_nan=False), min_size=2, max_size=6))
def test_every_double_comes_back_and_sorts(numbers: list[float]) -> None:
    """To the bit, whatever its sign; minus nothing is nothing."""
    kept = sorted(abs(number) if number == 0 else number for number in numbers)
    cells = [ordered(number) for number in kept]
    assert sorted(cells) == cells
    assert double_cells(matrix(*cells)).to_pylist() == kept


@given(st.datetimes())
def test_every_moment_comes_back(at: datetime) -> None:
    """To the millisecond, from the year 1 to 9999."""
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    found, odd = moment_cells(matrix(ordered(moment(at)), bytes(8)))
    assert (found.to_pylist(), odd.tolist()) == ([at, None], [False, False])


@pytest.mark.parametrize("total", [5.0, -86_400_000.0 * 5, 86_400_000.0 * 3_652_061, float("inf")])
def test_what_is_no_moment_is_told(total: float) -> None:
    """Before the first day, behind the last."""
    found, odd = moment_cells(matrix(ordered(total)))
    assert (found.to_pylist(), odd.tolist()) in ([[None], [True]], ([None], [True]))
