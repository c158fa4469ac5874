"""Expressions over a batch, and the row that spoils it."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest
from polars.exceptions import ColumnNotFoundError

from legacy_adapters.mapping.evaluation import Evaluation
from legacy_adapters.values.parsed import FAULT, Parsed, fault_where

SCHEMA = pa.schema([("a", pa.int64())])
FAILS_AT_ZERO = pl.lit(Decimal(1), dtype=pl.Decimal(9, 2)) / pl.col("a").map_elements(Decimal, pl.Decimal(9, 2))


def frame(*values: int | None) -> pl.DataFrame:
    """A column of integers."""
    return pl.DataFrame({"a": values}, schema={"a": pl.Int64})


def test_values_and_faults_by_name() -> None:
    """What can have no fault has no column of them."""
    is_odd = fault_where(pl.col("a") % 2 == 1, "unknown_code")
    evaluation = Evaluation({"x": Parsed(pl.col("a") + 1, None), "y": Parsed(pl.lit("c"), is_odd)}, SCHEMA)
    found = evaluation(frame(1, 2))
    assert found.to_dict(as_series=False) == {"x": [2, 3], "y": ["c", "c"], "y!": ["unknown_code", None]}
    assert found["y!"].dtype == FAULT
    assert evaluation.kinds == found.schema


def test_constants_are_as_many_as_the_rows() -> None:
    """Also where no column is used, and where there is no row."""
    evaluation = Evaluation({"x": Parsed(pl.lit("c"), None)}, SCHEMA)
    assert evaluation(frame(1, 2, 3)).height == 3
    assert evaluation(frame()).height == 0


@pytest.mark.parametrize("zeros", [{3}, {0, 7}, set(range(8))])
def test_the_guilty_row_is_found(zeros: set[int]) -> None:
    """Where Polars gives up the whole batch, only the rows that cannot be calculated are at fault."""
    evaluation = Evaluation({"x": Parsed(FAILS_AT_ZERO, None), "y": Parsed(pl.col("a"), None)}, SCHEMA)
    given = [0 if place in zeros else 1 for place in range(8)]
    found = evaluation(frame(*given))
    assert found["x"].to_list() == [None if place in zeros else 1 for place in range(8)]
    assert found["x!"].to_list() == ["expression_failed" if place in zeros else None for place in range(8)]
    assert found["y"].to_list() == given


def test_what_does_not_go_together_is_found_when_compiled() -> None:
    """A defect of ours is no fault of a row."""
    with pytest.raises(ColumnNotFoundError):
        Evaluation({"x": Parsed(pl.col("missing"), None)}, SCHEMA)
