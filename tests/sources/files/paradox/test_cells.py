"""Columns of every kind, as they stand in records."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.desktop.code_page import CodePage
from legacy_adapters.sources.files.paradox.cells import decode
from legacy_adapters.sources.files.paradox.fields import KINDS, Field
from tests.sources.files.paradox.tables import bcd, double, integer

PAGE = CodePage.named("cp850")


def read(kind: int, cells: list[bytes], decimals: int = 0) -> tuple[list[Any], list[tuple[int, str]]]:
    field = Field(b"X", KINDS[kind], 0, len(cells[0]), decimals)
    array, faults = decode(field, np.frombuffer(b"".join(cells), np.uint8).reshape(len(cells), -1), PAGE)
    array.validate(full=True)
    assert array.type == field.type
    return array.to_pylist(), [(fault.row, fault.code) for fault in faults]


@pytest.mark.parametrize(
    ("kind", "cells", "values"),
    [
        (1, [b"M\x81ller\0\0", b"a b  c \0", bytes(8)], ["Müller", "a b  c ", None]),
        (2, [integer(728_783), integer(1), bytes(4)], [date(1996, 5, 4), date(1, 1, 1), None]),
        (3, [integer(-5, 2), integer(32767, 2), bytes(2)], [-5, 32767, None]),
        (4, [integer(-5), integer(2**31 - 1), bytes(4)], [-5, 2**31 - 1, None]),
        (6, [double(100.5), double(-0.1), bytes(8)], [100.5, -0.1, None]),
        (9, [b"\x80", b"\x81", b"\0"], [False, True, None]),
        (20, [integer(0), integer(86_399_999), bytes(4)], [time(0), time(23, 59, 59, 999_000), None]),
        (21, [double(86_400_000.0 * 719_163 + 1), bytes(8)], [datetime(1970, 1, 1, 0, 0, 0, 1000), None]),
        (22, [integer(7), bytes(4)], [7, None]),
        (24, [b"\x00\xff", b"\0\0"], ["00ff", None]),
    ],
)
def test_cells_are_read(kind: int, cells: list[bytes], values: list[Any]) -> None:
    """Without a fault, and NULs are null."""
    assert read(kind, cells) == (values, [])


def test_bcd_numbers_are_exact() -> None:
    """All thirty-two digits, of either sign."""
    cells = [bcd("1250"), bcd("1250", negative=True), bcd("9" * 32), bcd("9" * 32, negative=True), bytes(17), bcd("0")]
    most = Decimal("9" * 30 + ".99")
    values = [Decimal("12.50"), Decimal("-12.50"), most, most.copy_negate(), None, Decimal("0.00")]
    assert read(23, cells, decimals=2) == (values, [])


@given(st.integers(-(10**32) + 1, 10**32 - 1), st.integers(0, 32))
def test_every_bcd_number_comes_back(units: int, decimals: int) -> None:
    """With any number of decimals."""
    cell = bcd(str(abs(units)), negative=units < 0, decimals=decimals)
    ((value,), faults) = read(23, [cell], decimals)
    assert faults == []
    assert int(format(value, "f").replace(".", "")) == units


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        (2, integer(-5), "not_a_date"),
        (2, integer(4_000_000), "not_a_date"),
        (9, b"\x05", "not_a_boolean"),
        (20, integer(86_400_000), "not_a_date"),
        (20, integer(-1), "not_a_date"),
        (21, double(5.0), "not_a_date"),
        (23, bcd("abc"), "not_a_number"),
        (1, b"\x81\xff", None),
    ],
)
def test_what_is_none_of_its_kind_is_a_fault(kind: int, cell: bytes, code: str | None) -> None:
    """And null; every byte of code page 850 is a letter."""
    values, faults = read(kind, [cell], decimals=2 if kind == 23 else 0)
    assert faults == ([(0, code)] if code else [])
    assert (values == [None]) == (code is not None)


@given(st.sampled_from(sorted(set(KINDS) - {12, 13, 14, 15, 16})), st.data())
def test_any_bytes_are_a_cell_or_a_fault(kind: int, data: st.DataObject) -> None:
    """Nothing crashes, and a fault's cell is null."""
    width = {1: 5, 2: 4, 3: 2, 4: 4, 5: 8, 6: 8, 9: 1, 20: 4, 21: 8, 22: 4, 23: 17, 24: 5}[kind]
    cells = data.draw(st.lists(st.binary(min_size=width, max_size=width), min_size=1, max_size=4))
    values, faults = read(kind, cells, decimals=3 if kind == 23 else 0)
    assert all(values[row] is None for row, _ in faults)
