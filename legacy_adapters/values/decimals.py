"""Every way to a decimal: from text, from doubles and integers, and from a decimal of another scale.

Polars' own casts round silently, take ``1e3`` and ``1.`` for numbers, and have no reason for what they refuse.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import polars as pl

from legacy_adapters.values.close_reading import CloseReading
from legacy_adapters.values.digits import ornamented
from legacy_adapters.values.notation import BLANKS, PLAIN, Notation, usual_number
from legacy_adapters.values.parsed import Attempt, Parsed, Reader, in_turn, read_mixed, read_once, where
from legacy_adapters.values.rescaling import rescaled
from legacy_adapters.values.rounding import Rounding, checked

__all__ = [
    "Rounding",
    "double_to_decimal",
    "integer_to_decimal",
    "parse_decimal",
    "parse_mixed",
    "rescale",
]

_EXACT_DOUBLE: Final = 10**15
"""Whole numbers below it are doubles exactly, and decimals of fifteen digits are each the shortest of their double."""

_EXACT_POWER: Final = 22
"""Ten to this is the last power that a double holds exactly."""

_INTEGER_DIGITS: Final = 19
"""What a 64-bit integer has at most."""


def parse_decimal(
    text: pl.Expr,
    notation: Notation,
    *,
    precision: int,
    scale: int,
    rounding: Rounding | None = None,
    implied_decimals: int = 0,
) -> Parsed:
    """Reads numbers as ``notation`` has them, into decimal(precision, scale).

    Empty and blank texts are null. Faults: ``not_a_number``, ``ambiguous_number``, ``number_too_large``, and without
    ``rounding`` ``too_many_decimals``; zeros at the end are no excess. ``implied_decimals``: ``001250`` is 12.50 with
    two; a text with a decimal sign of its own is ambiguous then, unless the notation is ``PLAIN``, where 1250.0 is
    12.50 too. Raises ``ValueError`` if there is no such decimal.
    """
    closely = CloseReading(notation, precision, scale, rounding, implied_decimals)
    return read_once(text, pl.Decimal(precision, scale), _reader(closely))


def parse_mixed(
    text: pl.Expr,
    is_number: pl.Expr,
    notation: Notation,
    *,
    precision: int,
    scale: int,
    rounding: Rounding | None = None,
    implied_decimals: int = 0,
) -> Parsed:
    """Reads the cells of a ``core.batch.MIXED`` column: what the source holds as a number is ``PLAIN``, other text is
    in ``notation``. Otherwise as ``parse_decimal``."""
    numbers = _reader(CloseReading(PLAIN, precision, scale, rounding, implied_decimals))
    texts = _reader(CloseReading(notation, precision, scale, rounding, implied_decimals))
    return read_mixed(text, is_number, pl.Decimal(precision, scale), numbers=numbers, texts=texts)


def double_to_decimal(value: pl.Expr, *, precision: int, scale: int, rounding: Rounding | None = None) -> Parsed:
    """The shortest decimal that is the double, in decimal(precision, scale); schema.md, "Numbers".

    Faults: ``inexact_double`` where that decimal has more than ``scale`` decimals and no ``rounding`` is stated (0.1 +
    0.2 is 0.30000000000000004), ``number_too_large``, and ``not_a_number`` for infinities and NaN.
    """
    checked(precision, scale)
    target = pl.Decimal(precision, scale)
    closely = CloseReading(PLAIN, precision, scale, rounding)
    power, limit = 10.0 ** min(scale, _EXACT_POWER), min(_EXACT_DOUBLE, 10**precision)

    def quickly(doubles: pl.Series) -> pl.Series:
        # Below these bounds all but the last step is exact: the quotient is the double nearest to the decimal, so
        # where it is the value itself, the decimal is the shortest that is this double. By NumPy, as Polars divides
        # by a number as it multiplies by its reciprocal, and then 8474669500 / 10000 is 847466.9500000001.
        values = doubles.to_numpy()
        with np.errstate(over="ignore", invalid="ignore"):
            units = np.rint(values * power)
            sure = (np.abs(units) < limit) & (units / power == values)
        whole = pl.Series("units", np.where(sure, units, 0).astype(np.int64))
        return where(pl.Series(sure), whole).cast(pl.Int128).to_frame().select(_as(target)).to_series()

    def last(doubles: pl.Series) -> pl.DataFrame:
        found = closely(doubles.cast(pl.String))
        return found.with_columns(pl.col("fault").replace("too_many_decimals", "inexact_double"))

    return read_once(value, target, in_turn([quickly] if scale <= _EXACT_POWER else [], last))


def rescale(
    value: pl.Expr, source: pl.Decimal, *, precision: int, scale: int, rounding: Rounding | None = None
) -> Parsed:
    """A decimal of the type ``source`` as decimal(precision, scale).

    Faults: ``number_too_large``, and ``too_many_decimals`` where a digit other than 0 would be cut and no ``rounding``
    is stated. Raises ``ValueError`` if there is no such decimal.
    """
    checked(precision, scale)
    target = pl.Decimal(precision, scale)
    return rescaled(value.to_physical(), source.precision, source.scale, target, rounding)


def integer_to_decimal(value: pl.Expr, *, precision: int, scale: int, implied_decimals: int = 0) -> Parsed:
    """A 64-bit integer as decimal(precision, scale); 1250 is 12.50 with two implied decimals. Faults as ``rescale``."""
    checked(precision, scale, implied_decimals)
    return rescaled(value.cast(pl.Int128), _INTEGER_DIGITS, implied_decimals, pl.Decimal(precision, scale), None)


def _reader(closely: CloseReading) -> Reader:
    """The usual notation quickly, anything else closely."""
    notation, implied = closely.notation, closely.implied
    target = pl.Decimal(closely.precision, closely.scale)

    def usual(text: pl.Series, sign: str) -> pl.Series:
        return usual_number(text, notation, sign, closely.scale).cast(target, strict=False)

    def shifted(text: pl.Series) -> pl.Series:
        whole = where(text.str.contains("^[+-]?[0-9]+$"), text)
        return (whole + f"e-{implied}").cast(target, strict=False)

    if implied:
        return in_turn([shifted] if implied <= closely.scale else [], closely)
    ways: list[Attempt] = [partial(usual, sign=sign) for sign in notation.decimals]
    blank = [lambda text: usual(text.str.strip_chars(BLANKS), notation.decimals[0])]
    return in_turn([*ways, *blank, *([] if notation.machine else map(_of_core, ways))], closely)


def _of_core(way: Attempt) -> Attempt:
    """An attempt at what stands between the ornaments of a number."""

    def attempt(text: pl.Series) -> pl.Series:
        parts = ornamented(text)
        clear = (parts["leading"] == "") & ~parts["ambiguous"] & parts["negative"].is_not_null()
        number = way(where(clear, parts["core"]))
        return pl.select(pl.when(parts["negative"]).then(-number).otherwise(number)).to_series()

    return attempt


def _as(target: pl.Decimal) -> pl.Expr:
    return pl.col("units").reinterpret(dtype=target)
