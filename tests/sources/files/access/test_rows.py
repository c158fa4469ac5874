"""Rows taken apart, in both layouts."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.definition import Column
from legacy_adapters.sources.files.access.jet import JET3, JET4, Jet
from legacy_adapters.sources.files.access.rows import Rows, offsets_jet3
from tests.sources.files.access.databases import Col, row

COLUMNS = (
    Col("n", jet.LONG, 0),
    Col("b", jet.BOOLEAN, 0),
    *(Col(f"v{i}", jet.TEXT, i, fixed=False) for i in range(6)),
)


def column(number: int, columns: tuple[Col, ...] = COLUMNS) -> Column:
    """The definition of a column."""
    one = columns[number]
    return Column(one.name, one.kind, number, one.fixed, one.place, one.length, 0, 0, "")


def taken(layout: Jet, *raw: bytes) -> Rows:
    """Rows of these bytes."""
    return Rows(layout, raw, has_variable=True)


@pytest.mark.parametrize("layout", [JET3, JET4])
@given(values=st.lists(st.lists(st.none() | st.binary(max_size=250), min_size=6, max_size=6), min_size=1, max_size=4))
def test_cells_are_found_again(layout: Jet, values: list[list[bytes | None]]) -> None:
    """Whatever their lengths: beyond 255 bytes Jet 3 needs its table of jumps."""
    raw = []
    for i, cells in enumerate(values):
        there: dict[str, bytes | bool] = {f"v{k}": cell for k, cell in enumerate(cells) if cell is not None}
        raw.append(row(COLUMNS, there | {"n": struct.pack("<i", i), "b": i % 2 == 1}, layout))
    rows = taken(layout, *raw)
    numbers, filled = rows.fixed(column(0), 4)
    assert numbers.view("<i4").reshape(-1).tolist() == list(range(len(values)))
    assert filled.all()
    assert rows.present(column(1)).tolist() == [i % 2 == 1 for i in range(len(values))]
    for k in range(6):
        assert rows.variable(column(2 + k)) == [cells[k] for cells in values]
    assert not rows.broken.any()


@pytest.mark.parametrize("layout", [JET3, JET4])
def test_columns_added_later_are_null(layout: Jet) -> None:
    """A row that was written before has fewer columns."""
    rows = taken(layout, row(COLUMNS[:4], {"n": b"\1\0\0\0", "v0": b"x"}, layout))
    assert rows.variable(column(2)) == [b"x"]
    assert rows.variable(column(7)) == [None]
    assert rows.present(column(7)).tolist() == [False]
    assert not rows.broken.any()


@pytest.mark.parametrize("layout", [JET3, JET4])
@given(data=st.lists(st.binary(max_size=40), min_size=1, max_size=5))
def test_any_bytes_are_cells_or_broken(layout: Jet, data: list[bytes]) -> None:
    """No row reaches into another, whatever it says of itself."""
    rows = taken(layout, *data)
    fixed, there = rows.fixed(column(0), 4)
    assert fixed.shape == (len(data), 4)
    for k in range(6):
        for cell, one in zip(rows.variable(column(2 + k)), data, strict=True):
            assert cell is None or cell in one
    longest = Column("f", jet.TEXT, 0, True, 2, 65535, 0, 0, "")
    assert all(cell is None for cell in rows.slices(longest))
    assert not (rows.broken & there & (np.array([len(one) for one in data]) < 3)).any()


def test_a_row_of_fixed_columns_only() -> None:
    """It has no table of offsets."""
    only = (Col("n", jet.LONG, 0),)
    rows = Rows(JET4, [row(only, {"n": b"\7\0\0\0"})], has_variable=False)
    assert rows.fixed(column(0, only), 4)[0].view("<i4").tolist() == [[7]]
    assert rows.variable(column(2)) == [None]


def test_offsets_of_jet3() -> None:
    """They begin anew at each 256, where the table of jumps says."""
    one = row(COLUMNS, {"n": b"\0" * 4, "v0": b"a" * 200, "v1": b"b" * 200, "v2": b"c"}, JET3)
    assert offsets_jet3(one, 1) == [5, 205, 405, 406, 406, 406, 406]
    assert offsets_jet3(b"\x08\xff\xff", 1) == []
