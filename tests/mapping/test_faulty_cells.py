"""The cells that a reader could not read."""

from __future__ import annotations

import polars as pl

from legacy_adapters.mapping.faulty_cells import FaultyCells
from tests.mapping.thing import batch_of

CELLS = FaultyCells.of(
    batch_of(
        {"A": [None, None, "x"], "B": [None, "y", "z"]},
        [(0, "A", "undecodable", "a"), (1, "A", "binary_value", None), (0, "B", "not_a_date", "b")],
    )
)


def test_a_batch_without_faults_has_none() -> None:
    """Nothing is looked up then."""
    cells = FaultyCells.of(batch_of({"A": ["x"]}))
    assert cells.faults(["A"], 1) is None
    assert cells.at(0, ["A"]) is None


def test_the_first_of_several_columns_counts() -> None:
    """In the order of their names, so that a repeat says the same."""
    assert CELLS.at(0, {"B", "A"}) == ("undecodable", "a")
    assert CELLS.at(0, ["B"]) == ("not_a_date", "b")
    assert CELLS.at(2, ["A", "B"]) is None


def test_faults_of_a_value_by_row() -> None:
    """For all rows of a batch, or for those that are left of it."""
    found = CELLS.faults(["A"], 3)
    assert found is not None
    assert found.to_list() == ["undecodable", "binary_value", None]
    left = CELLS.faults(["A"], 2, pl.Series([1, 2], dtype=pl.UInt32))
    assert left is not None
    assert left.to_list() == ["binary_value", None]
    assert CELLS.faults(["C"], 3) is None
