"""Faults of several steps as one."""

from __future__ import annotations

import polars as pl

from legacy_adapters.mapping.faults import fault_within, first_fault
from legacy_adapters.values.parsed import fault_where

FRAME = pl.DataFrame({"a": [1, 2, 3]})
ONE = fault_where(pl.col("a") <= 2, "unknown_code")
TWO = fault_where(pl.col("a") >= 2, "lookup_miss")


def test_the_first_fault_of_each_row_counts() -> None:
    """In the order of the steps."""
    both = first_fault(None, ONE, TWO)
    assert both is not None
    assert FRAME.select(both).to_series().to_list() == ["unknown_code", "unknown_code", "lookup_miss"]


def test_nothing_at_fault_is_none() -> None:
    """Then no column of faults is made."""
    assert first_fault() is None
    assert first_fault(None, None) is None
    assert first_fault(None, ONE) is ONE
    assert fault_within(pl.col("a") > 1, None) is None


def test_a_branch_that_is_not_taken_has_no_fault() -> None:
    """Only where the mask is true."""
    within = fault_within(pl.col("a") > 1, ONE)
    assert within is not None
    assert FRAME.select(within).to_series().to_list() == [None, "unknown_code", None]
