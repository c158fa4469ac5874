"""Dates and truth values that stand in records as text."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.dbf.text_dates import booleans_of, dates_of
from legacy_adapters.sources.files.desktop.code_page import Matrix


def matrix(*cells: str) -> Matrix:
    return np.frombuffer("".join(cells).encode("latin-1"), np.uint8).reshape(len(cells), -1)


def test_days_are_days() -> None:
    """Also a leap day, the first and the last day that there is."""
    found, faults = dates_of(matrix("20240229", "00010101", "99991231", "19991231"))
    assert faults == []
    assert found.to_pylist() == [date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31), date(1999, 12, 31)]


def test_no_day_is_null() -> None:
    """Blanks, zeros, NULs."""
    found, faults = dates_of(matrix(" " * 8, "00000000", "\0" * 8))
    assert (found.to_pylist(), faults) == ([None] * 3, [])


@pytest.mark.parametrize(
    "cell", ["20010230", "20010229", "19000229", "20011301", "20010100", "00000101", "2001 101", "NotAYear", "200101  "]
)
def test_a_day_that_there_is_not_is_a_fault(cell: str) -> None:
    """With its text."""
    found, faults = dates_of(matrix(cell, "20240229"))
    assert found.to_pylist() == [None, date(2024, 2, 29)]
    assert [(fault.row, fault.code, fault.text) for fault in faults] == [(0, "not_a_date", cell.strip())]


@given(st.dates())
def test_every_day_is_read(day: date) -> None:
    """As Python has it."""
    assert dates_of(matrix(f"{day.year:04d}{day.month:02d}{day.day:02d}"))[0].to_pylist() == [day]


@given(st.binary(min_size=8, max_size=8))
def test_any_bytes_are_a_day_nothing_or_a_fault(cell: bytes) -> None:
    """Nothing else comes of them."""
    found, faults = dates_of(np.frombuffer(cell, np.uint8).reshape(1, 8))
    found.validate(full=True)
    empty = not cell.strip(b" \0") or cell == b"0" * 8 or set(cell) <= set(b" \x000")
    assert (found[0].as_py() is None) == (bool(faults) or empty)


def test_truth_is_read_in_either_case() -> None:
    """What is unknown is null, what is no truth value a fault."""
    found, faults = booleans_of(matrix(*"TtYyFfNn? \0X1"))
    assert found.to_pylist() == [True] * 4 + [False] * 4 + [None] * 5
    assert [(fault.row, fault.code, fault.text) for fault in faults] == [
        (11, "not_a_boolean", "X"),
        (12, "not_a_boolean", "1"),
    ]
