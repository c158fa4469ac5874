"""The facts of a frame of ledger rows, the same for what was generated and for what came out of a copy."""

from __future__ import annotations

import polars as pl

from benchmarks.truth import Truth

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "NOK")

CANONICAL = (
    "entry",
    "document",
    "account",
    "characters",
    "cents",
    "debit",
    "credit",
    "currency",
    "day",
    "second",
    "open",
    "customer",
)
"""The columns that the facts are taken from, all of them Int64: numbers as they stand in codes, the description's
length, cents, the currency's place in ``CURRENCIES`` from 1, days since 1970, seconds since midnight, 0 or 1."""

_WEIGHTS = 9_973
"""A prime; small enough that the weighted sums of a hundred million rows fit into 64 bits."""


def facts_of(rows: pl.LazyFrame) -> Truth:
    """The facts of rows that have the columns of ``CANONICAL``; worked off in blocks, so that memory does not grow."""
    weight = pl.col("entry") % _WEIGHTS
    rest = pl.sum_horizontal("document", "account", "characters", "currency", "day", "second", "customer")
    found = rows.select(
        rows=pl.col("entry").count(),
        amounts=pl.col("cents").count(),
        amount=pl.col("cents").sum(),
        debit=pl.col("debit").sum(),
        credit=pl.col("credit").sum(),
        open=pl.col("open").sum(),
        customers=pl.col("customer").count(),
        paired_amount=(weight * pl.col("cents")).sum(),
        paired_rest=(weight * rest).sum(),
    ).collect(engine="streaming")
    return Truth(**found.row(0, named=True))


def currency_place(column: pl.Expr) -> pl.Expr:
    """The place of a currency in ``CURRENCIES`` from 1; 0 for any other text."""
    places = {code: place for place, code in enumerate(CURRENCIES, start=1)}
    return column.replace_strict(places, default=0, return_dtype=pl.Int64)
