"""How the tests of this folder look at what was read: row by row, in Python's own types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from typing import Any

import polars as pl
from hypothesis import strategies as st

from legacy_adapters.values.parsed import FAULT, Parsed

COLUMN = pl.col("column")
EXACT = Context(prec=1000)
"""Holds whatever these tests calculate, exactly."""


def read(parsed: Parsed, values: Iterable[Any], kind: Any = pl.String) -> list[tuple[Any, str | None]]:
    """The value and the fault of each row; ``parsed`` is over ``COLUMN``. Both ways to evaluate must agree."""
    frame = pl.DataFrame({"column": pl.Series(list(values), dtype=kind)})
    first, then = parsed.staged("read")
    staged = _rows(frame.lazy().select(first).select(*_columns(then)).collect())
    assert _rows(frame.lazy().select(*_columns(parsed)).collect()) == staged
    return staged


def values_of(parsed: Parsed, values: Iterable[Any], kind: Any = pl.String) -> list[Any]:
    """The value of each row, none of which is at fault."""
    rows = read(parsed, values, kind)
    assert [fault for _, fault in rows] == [None] * len(rows)
    return [value for value, _ in rows]


def faults_of(parsed: Parsed, values: Iterable[Any], kind: Any = pl.String) -> list[str | None]:
    """The fault of each row, none of which has a value."""
    rows = read(parsed, values, kind)
    assert [value for value, _ in rows] == [None] * len(rows)
    return [fault for _, fault in rows]


def column_of(expression: pl.Expr, values: Sequence[Any], kind: Any) -> list[Any]:
    """An expression over ``COLUMN``, evaluated."""
    frame = pl.DataFrame({"column": pl.Series(values, dtype=kind)})
    return frame.lazy().select(expression.alias("found")).collect()["found"].to_list()


def decimals(precision: int, scale: int) -> st.SearchStrategy[Decimal]:
    """Decimals of so many digits and decimals; the largest are among them."""
    most = 10**precision - 1
    usual = min(most, 10_000_000)
    units = st.one_of(st.integers(-most, most), st.integers(-usual, usual), st.sampled_from([most, -most, 0]))
    return units.map(lambda number: Decimal(number).scaleb(-scale, EXACT))


def types() -> st.SearchStrategy[tuple[int, int]]:
    """Precisions and scales that decimals may have."""
    return st.integers(1, 38).flatmap(lambda precision: st.tuples(st.just(precision), st.integers(0, precision)))


def _columns(parsed: Parsed) -> tuple[pl.Expr, pl.Expr]:
    fault = pl.lit(None, FAULT) if parsed.fault is None else parsed.fault
    return parsed.value.alias("value"), fault.alias("fault")


def _rows(frame: pl.DataFrame) -> list[tuple[Any, str | None]]:
    assert frame.schema["fault"] == FAULT
    return frame.rows()
