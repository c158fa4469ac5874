"""Every way to a whole number of 64 bits: from text, doubles and decimals."""

from __future__ import annotations

from typing import Final

import polars as pl

from legacy_adapters.values.close_reading import CloseReading
from legacy_adapters.values.decimals import rescale
from legacy_adapters.values.notation import PLAIN, Notation, usual_number
from legacy_adapters.values.parsed import Parsed, Reader, fault_where, in_turn, read_mixed, read_once, where

_DIGITS: Final = 38
_LARGEST: Final = 2**63 - 1
_EXACT_DOUBLE: Final = 2**53


def parse_integer(text: pl.Expr, notation: Notation) -> Parsed:
    """Reads whole numbers as ``notation`` has them; ``12.00`` is one.

    Empty and blank texts are null. Faults: ``not_a_number``, ``ambiguous_number``, ``not_an_integer`` for a number with
    decimals other than 0, and ``number_too_large`` beyond 64 bits.
    """
    return read_once(text, pl.Int64(), _reader(notation))


def parse_mixed_integer(text: pl.Expr, is_number: pl.Expr, notation: Notation) -> Parsed:
    """Reads the cells of a ``core.batch.MIXED`` column as whole numbers: those that the source holds as numbers are
    ``PLAIN``, other text is in ``notation``. Faults as ``parse_integer``."""
    return read_mixed(text, is_number, pl.Int64(), numbers=_reader(PLAIN), texts=_reader(notation))


def decimal_to_integer(value: pl.Expr, source: pl.Decimal) -> Parsed:
    """A decimal of the type ``source`` as a whole number. Faults: ``not_an_integer``, ``number_too_large``."""
    return _narrowed(rescale(value, source, precision=_DIGITS, scale=0))


def double_to_integer(value: pl.Expr) -> Parsed:
    """A double as a whole number. Faults: ``not_a_number`` (infinities and NaN), ``not_an_integer``,
    ``number_too_large``."""
    closely = _closely(PLAIN)

    def quickly(doubles: pl.Series) -> pl.Series:
        return where((doubles == doubles.floor()) & (doubles.abs() < _EXACT_DOUBLE), doubles).cast(pl.Int64)

    return read_once(value, pl.Int64(), in_turn([quickly], lambda doubles: closely(doubles.cast(pl.String))))


def _reader(notation: Notation) -> Reader:
    def usual(text: pl.Series) -> pl.Series:
        # Zeros behind a point are no whole number to Polars: those are read closely.
        return usual_number(text, notation, notation.decimals[0], 0).cast(pl.Int64, strict=False)

    return in_turn([usual], _closely(notation))


def _closely(notation: Notation) -> Reader:
    closely = CloseReading(notation, _DIGITS, 0)

    def reader(texts: pl.Series) -> pl.DataFrame:
        narrowed = _narrowed(Parsed(pl.col("value"), pl.col("fault")))
        assert narrowed.fault is not None, "what is too large for 64 bits is a fault"
        return closely(texts).select(narrowed.value.alias("value"), narrowed.fault.alias("fault"))

    return reader


def _narrowed(whole: Parsed) -> Parsed:
    """A decimal without decimals as an integer, with the faults that fit."""
    units = whole.value.to_physical()
    fits = units.is_between(pl.lit(-_LARGEST - 1, pl.Int128), pl.lit(_LARGEST, pl.Int128))
    too_large = fault_where(~fits, "number_too_large")
    fault = too_large if whole.fault is None else pl.coalesce(_as_integer_fault(whole.fault), too_large)
    return Parsed(pl.when(fits).then(units).cast(pl.Int64), fault)


def _as_integer_fault(fault: pl.Expr) -> pl.Expr:
    return fault.replace("too_many_decimals", "not_an_integer")
