"""The way out: decimals and other numbers as text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import polars as pl

from legacy_adapters.values.currencies import MINOR_UNITS
from legacy_adapters.values.parsed import ColumnType, polars_type
from legacy_adapters.values.rounding import MOST_DIGITS, whole_number

_USUAL_MINOR_UNITS: Final = 2


def decimal_to_text(value: pl.Expr, scale: int, *, minimum: int | pl.Expr = 0, decimal: str = ".") -> pl.Expr:
    """Decimals of ``scale`` decimals as ``12.50`` or ``0.0375``: at least ``minimum`` decimals (one number, or one
    for each row; 0 where it is null), and no further zeros at the end. Never ``-0``.

    A ``minimum`` beyond the scale is met with zeros where it is one number, and taken as the scale where it is not.
    """
    if isinstance(minimum, int):
        text = value.map_batches(lambda units: _texts(units, scale, minimum), pl.String, is_elementwise=True)
    else:
        text = pl.map_batches([value, minimum], lambda both: _by_row(both, scale), pl.String, is_elementwise=True)
    return text if decimal == "." else text.str.replace(".", decimal, literal=True)


def minor_units(currency: pl.Expr) -> pl.Expr:
    """How many decimals the smallest coin of a currency (ISO 4217 code) has: 0 for JPY, 3 for KWD; 2 where unknown."""
    codes, units = list(MINOR_UNITS), list(MINOR_UNITS.values())
    found = currency.cast(pl.String).replace_strict(codes, units, default=_USUAL_MINOR_UNITS, return_dtype=pl.Int8)
    return found.fill_null(_USUAL_MINOR_UNITS)


def number_text(value: pl.Expr, dtype: ColumnType) -> pl.Expr:
    """A source's own number as plain text: no exponent, no zeros at the end; a double as the shortest decimal that it
    is, 42.0 as ``42``. Infinities and NaN are ``inf``, ``-inf`` and ``NaN``, which nothing takes for a number.

    Raises ``ValueError`` for a column of another type.
    """
    kind = polars_type(dtype)
    if isinstance(kind, pl.Decimal):
        return decimal_to_text(value, kind.scale)
    if kind.is_integer():
        return value.cast(pl.String)
    if kind.is_float():
        return value.map_batches(_double_texts, pl.String, is_elementwise=True)
    raise ValueError(f"a column of {kind} holds no numbers")


def _texts(value: pl.Series, scale: int, minimum: int) -> pl.Series:
    """The common case first: no value needs more than the minimum, so that one scale does for all."""
    units = value.to_physical()
    idle = scale - minimum
    if idle < 0:
        zeros = "0" * -idle
        return value.cast(pl.String) + (zeros if scale else "." + zeros)
    if idle == 0:
        return value.cast(pl.String)
    cut = units.to_frame("units").select(pl.col("units").floordiv(whole_number(10**idle))).to_series()
    rest = units - cut * pl.Series([10**idle], dtype=pl.Int128)
    if not (rest != 0).any():
        return pl.select(cut.reinterpret(dtype=pl.Decimal(MOST_DIGITS, minimum))).to_series().cast(pl.String)
    return _cut_to(value, scale, pl.lit(minimum))


def _by_row(both: Sequence[pl.Series], scale: int) -> pl.Series:
    value, minimum = both
    least, most = minimum.min(), minimum.max()
    if least == most and isinstance(least, int) and not minimum.null_count():
        return _texts(value, scale, min(least, scale))
    return _cut_to(value, scale, pl.lit(minimum.fill_null(0).clip(0, scale)))


def _cut_to(value: pl.Series, scale: int, minimum: pl.Expr) -> pl.Series:
    """Each value's text, as long as it has to be."""
    whole = pl.col("text")
    length = whole.str.len_bytes().cast(pl.Int64)
    needed = whole.str.strip_chars_end("0").str.len_bytes().cast(pl.Int64) - (length - scale)
    decimals = pl.max_horizontal(minimum.cast(pl.Int64), needed)
    point = pl.when(decimals > 0).then(0).otherwise(1)
    return value.cast(pl.String).to_frame("text").select(whole.str.head(length - scale + decimals - point)).to_series()


def _double_texts(doubles: pl.Series) -> pl.Series:
    text = doubles.cast(pl.String).str.strip_suffix(".0").str.replace("^-0$", "0")
    odd = text.str.contains("e", literal=True)
    if not odd.any():
        return text
    # Beyond 1e16 and below 1e-5 only, which books do not hold.
    plain = pl.Series([format(Decimal(number), "f") for number in text.filter(odd)], dtype=pl.String)
    place = pl.select(pl.when(odd).then(odd.cum_sum() - 1)).to_series()
    return pl.select(pl.coalesce(plain.gather(place), text)).to_series()
