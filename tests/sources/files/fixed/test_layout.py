"""Columns and their places."""

from __future__ import annotations

import pyarrow as pa

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.kinds.packed import Packed
from legacy_adapters.sources.files.fixed.kinds.text import Text
from legacy_adapters.sources.files.fixed.layout import Column, FlatLayout, Placed, cell_bytes, schema_of


def test_a_flat_layout_is_always_the_same() -> None:
    """Whatever the counts."""
    columns = (Column("A", Text(3, charset("cp037"))), Column("B", Packed(3, 2)))
    layout = FlatLayout(columns, Placed(((0, 0), (1, 3)), 6, {(): 6}))
    assert layout.size == 6
    assert layout.place({}) == layout.place({0: "1"}) == layout.placed
    found = schema_of(columns)
    assert (found.names, found.types) == (["A", "B"], [pa.string(), pa.decimal128(5, 2)])
    assert cell_bytes(columns) == 32
