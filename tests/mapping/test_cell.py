"""A value on its way from a raw column."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import MIXED
from legacy_adapters.mapping.cell import Cell, cell_of
from tests.mapping.thing import mixed


def test_a_mixed_column_is_text_that_may_be_a_number() -> None:
    """The text of the cell, and beside it whether the source holds a number."""
    cell = cell_of(pa.field("m", MIXED))
    assert cell.is_text
    assert cell.is_number is not None
    frame = pl.DataFrame({"m": pl.Series(mixed(("1.5", True), ("x", False), None))})
    assert frame.select(cell.value.alias("v"), cell.is_number.alias("n")).rows() == [
        ("1.5", True),
        ("x", False),
        (None, None),
    ]


def test_a_typed_column_becomes_plain_text() -> None:
    """The text is ours, and in no locale; a text of the source's stays the source's."""
    typed = cell_of(pa.field("a", pa.int64()))
    assert not typed.is_text
    assert typed.as_text().plain
    assert pl.DataFrame({"a": [7]}).select(typed.as_text().value).to_series().to_list() == ["7"]
    text = cell_of(pa.field("a", pa.string()))
    assert text.as_text() is text
    assert not text.plain


def test_columns_are_known_by_their_names() -> None:
    """Two fields of one column share what is worked out of it; other values share nothing."""
    assert cell_of(pa.field("a", pa.string())).key == "a"
    assert Cell(pl.lit("x"), pa.string()).key is None
