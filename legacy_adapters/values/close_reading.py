"""Reads number texts closely: their digits become a decimal that is exactly them, rounded by rule, or a fault."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from legacy_adapters.values.digits import digits
from legacy_adapters.values.notation import Notation
from legacy_adapters.values.parsed import FAULT, fault_where
from legacy_adapters.values.rounding import Rounding, checked, is_rounded_up, negative, whole_number


@dataclass(frozen=True, slots=True)
class CloseReading:
    """Reads number texts however they are written; a ``Reader``.

    ``implied``: the digits count units of the ``implied``-th decimal. A person's text that has a decimal sign
    nevertheless is ambiguous then. Raises ``ValueError`` if there is no such decimal.
    """

    notation: Notation
    precision: int
    scale: int
    rounding: Rounding | None = None
    implied: int = 0

    def __post_init__(self) -> None:
        checked(self.precision, self.scale, self.implied)

    def __call__(self, texts: pl.Series) -> pl.DataFrame:
        """``value``, a decimal(precision, scale), and ``fault``."""
        read = _split(digits(texts, self.notation))
        parts = _without_idle_zeros(self._shifted(read) if self.implied else read)
        whole, fraction, fault = pl.col("whole"), pl.col("fraction"), pl.col("fault")
        fits = whole.str.len_bytes() <= self.precision - self.scale
        kept = fraction.str.head(self.scale).str.pad_end(self.scale, "0")
        written = pl.when(fault.is_null() & fits).then("0" + whole + kept).cast(pl.Int128)
        parts = parts.with_columns(written.alias("units"), fits.alias("fits"))
        units, fits, excess = pl.col("units"), pl.col("fits"), fraction.str.len_bytes() > self.scale
        if self.rounding is not None:
            parts = parts.with_columns(units + (excess & self._rounds_up()).cast(pl.Int128))
            fits, excess = fits & (units < whole_number(10**self.precision)), pl.lit(False)
        found = pl.coalesce(fault, fault_where(~fits, "number_too_large"), fault_where(excess, "too_many_decimals"))
        signed = pl.when("negative").then(negative(units)).otherwise(units)
        done = parts.select(signed.alias("units"), found.alias("fault"))
        value = pl.when(fault.is_null()).then("units").reinterpret(dtype=pl.Decimal(self.precision, self.scale))
        return done.select(value.alias("value"), "fault")

    def _rounds_up(self) -> pl.Expr:
        assert self.rounding is not None, "without a rule nothing is rounded"
        # Zeros at the end are gone, so that texts compare as numbers do.
        rest = pl.col("fraction").str.slice(self.scale)
        against_half = (rest > "5").cast(pl.Int8) - (rest < "5").cast(pl.Int8)
        return is_rounded_up(self.rounding, pl.col("units"), against_half)

    def _shifted(self, parts: pl.DataFrame) -> pl.DataFrame:
        whole, fraction = pl.col("whole").str.zfill(self.implied), pl.col("fraction")
        stated = pl.lit(None, FAULT) if self.notation.machine else fault_where(fraction != "", "ambiguous_number")
        return parts.with_columns(
            whole.str.head(-self.implied).alias("whole"),
            (whole.str.tail(self.implied) + fraction).alias("fraction"),
            pl.coalesce("fault", stated).alias("fault"),
        )


def _split(read: pl.DataFrame) -> pl.DataFrame:
    point = pl.coalesce(pl.col("digits").str.find(".", literal=True), pl.col("digits").str.len_bytes())
    return read.select(
        "negative",
        "fault",
        pl.col("digits").str.head(point).alias("whole"),
        pl.col("digits").str.slice(point + 1).alias("fraction"),
    )


def _without_idle_zeros(parts: pl.DataFrame) -> pl.DataFrame:
    return parts.with_columns(pl.col("whole").str.strip_chars_start("0"), pl.col("fraction").str.strip_chars_end("0"))
