"""Faults of several steps as one: the first of each row."""

from __future__ import annotations

import polars as pl


def fault_within(mask: pl.Expr, fault: pl.Expr | None) -> pl.Expr | None:
    """``fault`` where ``mask`` is true: a branch that is not taken has none."""
    return None if fault is None else pl.when(mask).then(fault)


def first_fault(*faults: pl.Expr | None) -> pl.Expr | None:
    """The first fault of each row; None if there can be none."""
    possible = [fault for fault in faults if fault is not None]
    return pl.coalesce(possible) if len(possible) > 1 else next(iter(possible), None)
