"""Faults as columns: an expression that has a reason's code where a value is at fault, and is null elsewhere."""

from __future__ import annotations

import polars as pl

from legacy_adapters.core.reject import REASONS

FAULT = pl.Enum(list(REASONS))
"""The type of a column of faults: one byte per row."""


def fault_where(mask: pl.Expr, code: str) -> pl.Expr:
    """The fault ``code`` where ``mask`` is true."""
    return pl.when(mask).then(pl.lit(code, dtype=FAULT))


def fault_within(mask: pl.Expr, fault: pl.Expr | None) -> pl.Expr | None:
    """``fault`` where ``mask`` is true: a branch that is not taken has none."""
    return None if fault is None else pl.when(mask).then(fault)


def first_fault(*faults: pl.Expr | None) -> pl.Expr | None:
    """The first fault of each row, None if there can be none."""
    possible = [fault for fault in faults if fault is not None]
    return pl.coalesce(possible) if len(possible) > 1 else next(iter(possible), None)
