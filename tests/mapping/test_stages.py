"""What several values have in common, worked out once."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pyarrow as pa

from legacy_adapters.mapping.cell import Cell, cell_of
from legacy_adapters.mapping.stages import Stages
from legacy_adapters.values.parsed import Parsed, fault_where

FRAME = pl.DataFrame({"a": [" x", "y"]})
COLUMN = cell_of(pa.field("a", pa.string()))


def stripped(cell: Cell) -> Cell:
    """The cell without blanks."""
    return replace(cell, value=cell.value.str.strip_chars())


def upper(cell: Cell) -> Parsed:
    """The cell in upper case; X is a fault."""
    value = cell.value.str.to_uppercase()
    return Parsed(value, fault_where(value == "X", "unknown_code"))


def test_the_same_is_worked_out_once() -> None:
    """Cleaned and read in the same way it is one column."""
    stages = Stages()
    once, again = (stages.cleaned(COLUMN, stripped, "strip") for _ in range(2))
    assert once.value.meta.eq(again.value)
    first, second = (stages.read(once, upper, "upper") for _ in range(2))
    assert first is second
    assert stages(FRAME).width == 3
    assert stages(FRAME).select(first.value.alias("v"), first.fault.alias("f")).rows() == [  # type: ignore[union-attr]
        ("X", "unknown_code"),
        ("Y", None),
    ]


def test_other_ways_are_other_columns() -> None:
    """Neither texts nor what was read from them is mixed up."""
    stages = Stages()
    plain = stages.cleaned(COLUMN, stripped, "strip")
    shouted = stages.cleaned(COLUMN, lambda cell: replace(cell, value=cell.value + "!"), "shout")
    assert stages(FRAME).select(plain.value.alias("p"), shouted.value.alias("s")).rows() == [("x", " x!"), ("y", "y!")]
    assert stages.read(plain, upper, "upper") is not stages.read(shouted, upper, "upper")


def test_what_is_no_column_is_left_to_itself() -> None:
    """An expression of the user's may fail, so it is not worked out beforehand."""
    stages, cell = Stages(), Cell(pl.col("a") + "?", pa.string())
    assert stages.cleaned(cell, stripped, "strip").key is None
    stages.read(cell, upper, "upper")
    assert stages(FRAME).columns == ["a"]
