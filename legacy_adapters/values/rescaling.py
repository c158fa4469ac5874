"""Changes of a decimal's scale and precision, on the 128-bit integers that decimals are."""

from __future__ import annotations

import polars as pl

from legacy_adapters.values.parsed import FAULT, Parsed, Reader, fault_where, faultless, read_once
from legacy_adapters.values.rounding import Rounding, is_rounded_up, negative, whole_number


def rescaled(units: pl.Expr, digits: int, scale: int, target: pl.Decimal, rounding: Rounding | None) -> Parsed:
    """``units`` (128-bit) of the ``scale``-th decimal, of at most so many ``digits``, as ``target``."""
    if target.scale < scale:
        return read_once(units, target, _cutting(10 ** (scale - target.scale), target, rounding))
    shift = target.scale - scale
    exact = units * whole_number(10**shift) if shift else units
    if digits <= target.precision - shift:
        return Parsed(exact.reinterpret(dtype=target), None)
    # The digits are counted when it becomes a decimal, so what does not fit must be gone by then.
    fits = units.abs() < whole_number(10 ** max(target.precision - shift, 0))
    return Parsed(pl.when(fits).then(exact).reinterpret(dtype=target), fault_where(~fits, "number_too_large"))


def _cutting(divisor: int, target: pl.Decimal, rounding: Rounding | None) -> Reader:
    """Divides; what remains is rounded, or a fault."""
    units, whole, rest = pl.col("units"), pl.col("whole"), pl.col("rest")
    limit = whole_number(10**target.precision)
    value = pl.col("whole").reinterpret(dtype=target).alias("value")

    def reader(column: pl.Series) -> pl.DataFrame:
        parts = column.to_frame("units").with_columns(units.abs().floordiv(whole_number(divisor)).alias("whole"))
        parts = parts.with_columns((units.abs() - whole * whole_number(divisor)).alias("rest"))
        fault = pl.lit(None, FAULT)
        if parts.select((rest != 0).any()).item():
            if rounding is None:
                fault = fault_where(rest != 0, "too_many_decimals")
            else:
                parts = parts.with_columns(whole + _carry(rounding, divisor))
        signed = pl.when(units < 0).then(negative(whole)).otherwise(whole)
        found = pl.coalesce(fault_where(whole >= limit, "number_too_large"), fault)
        done = parts.select(signed.alias("whole"), found.alias("fault"))
        if done["fault"].null_count() == len(done):
            return faultless(done.select(value).to_series())
        return done.with_columns(pl.when(pl.col("fault").is_null()).then("whole").alias("whole")).select(value, "fault")

    return reader


def _carry(rounding: Rounding, divisor: int) -> pl.Expr:
    """One where the rest, which is part of ``divisor``, is rounded up."""
    whole, rest = pl.col("whole"), pl.col("rest")
    # Twice the rest may have more than 128 bits.
    missing = whole_number(divisor) - rest
    against_half = (rest > missing).cast(pl.Int8) - (rest < missing).cast(pl.Int8)
    return (is_rounded_up(rounding, whole, against_half) & (rest != 0)).cast(pl.Int128)
