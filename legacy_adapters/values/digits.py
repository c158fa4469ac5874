"""Reads number texts closely, however they are written, into a sign, plain digits and a fault.

The way for what the quick pattern of a notation leaves: it costs some ten times as much for each value.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from legacy_adapters.values.notation import BLANKS, GROUPERS, Notation, reading, with_point
from legacy_adapters.values.ornaments import MARK, Ornament, ornament
from legacy_adapters.values.parsed import FAULT, fault_where

_SEPARATORS = "".join(GROUPERS.values())
_CORE: Final = f"[0-9](?:[0-9{_SEPARATORS}]*[0-9])?"
_MACHINE: Final = r"^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_EXPONENT: Final = re.compile(r"([0-9]*)\.?([0-9]*)[eE]([+-]?)0*([0-9]*)")
_FAR = 100
"""An exponent, or a shift of the point, beyond every decimal: then only whether it is huge or tiny counts."""

_SAID: Final = {"negative": pl.Boolean(), "leading": pl.String(), "ambiguous": pl.Boolean()}
_TEXT: Final = pl.col("text")


def digits(text: pl.Series, notation: Notation) -> pl.DataFrame:
    """The columns ``negative``, ``digits`` (``0012.500``, ``.5``; null if there is no number) and ``fault``.

    A blank text has neither digits nor a fault.
    """
    frame = pl.DataFrame({"text": text}).select(_TEXT.str.strip_chars(BLANKS))
    return _machine(frame) if notation.machine else _written(frame, notation)


def _machine(frame: pl.DataFrame) -> pl.DataFrame:
    is_number = _TEXT.str.contains(_MACHINE)
    bare = pl.when(is_number).then(_TEXT.str.strip_chars_start("+-"))
    has_exponent = bare.str.contains("[eE]")
    expanded = pl.when(has_exponent).then(bare).map_batches(_without_exponents, pl.String, is_elementwise=True)
    return frame.select(
        _TEXT.str.starts_with("-").alias("negative"),
        pl.when(has_exponent).then(expanded).otherwise(bare).alias("digits"),
        fault_where((_TEXT != "") & ~is_number, "not_a_number").alias("fault"),
    )


def _without_exponents(numbers: pl.Series) -> pl.Series:
    return pl.Series([None if number is None else without_exponent(number) for number in numbers], dtype=pl.String)


def without_exponent(number: str) -> str:
    """``1.5e3`` as ``1500``. Beyond every decimal only the order stays: ``1e999`` is ``1000…`` with a hundred zeros."""
    found = _EXPONENT.fullmatch(number)
    assert found is not None, "is given numbers with an exponent only"
    whole, fraction, sign, exponent = found.groups()
    all_digits = (whole + fraction).lstrip("0")
    if not all_digits:
        return "0"
    # No text has more digits than fit in memory, so a longer exponent cannot be made up for by them.
    shift = int(exponent[:18] or "0") * (-1 if sign == "-" else 1)
    point = len(all_digits) - len(fraction) + shift
    if point > _FAR:
        return "1" + "0" * _FAR
    if point < -_FAR:
        return "0." + "0" * _FAR + "1"
    if point <= 0:
        return "0." + "0" * -point + all_digits
    padded = all_digits.ljust(point, "0")
    return f"{padded[:point]}.{padded[point:] or '0'}"


def ornamented(text: pl.Series) -> pl.DataFrame:
    """The columns ``core``, from the first digit to the last, and what ``ornaments`` say of what stands around it:
    ``negative`` (null if that is no way to write a number), ``leading`` and ``ambiguous``."""
    frame = text.to_frame("text").select(_TEXT.str.extract(_CORE, 0).alias("core"), _TEXT.str.replace(_CORE, MARK))
    around = frame["text"]
    different = around.unique()
    judged = [_said(None if one is None else ornament(one)) for one in different]
    place = around.replace_strict(different, pl.Series(range(len(judged)), dtype=pl.UInt32), return_dtype=pl.UInt32)
    said = pl.DataFrame(judged, schema=_SAID, orient="row").select(pl.all().gather(place))
    return said.with_columns(frame["core"])


def _said(by: Ornament | None) -> tuple[bool | None, str, bool]:
    return (None, "", False) if by is None else (by.negative, by.leading, by.ambiguous)


def _written(frame: pl.DataFrame, notation: Notation) -> pl.DataFrame:
    parts = ornamented(frame["text"]).with_columns(frame["text"])
    leading = pl.when(pl.col("leading") != "").then("0" + pl.col("leading") + pl.col("core"))
    readable = parts.with_columns(pl.coalesce(leading, "core").alias("core")).with_columns(
        *(pl.col("core").str.contains(reading(notation, sign)).alias(sign) for sign in notation.decimals)
    )
    readings = [_plain(notation, sign) for sign in notation.decimals]
    has_two = pl.all_horizontal(notation.decimals) & (readings[0] != readings[-1])
    is_number = pl.any_horizontal(notation.decimals) & pl.col("negative").is_not_null()
    return readable.select(
        pl.col("negative").fill_null(value=False),
        pl.when(is_number & ~has_two).then(pl.coalesce(readings)).alias("digits"),
        pl.when(_TEXT == "")
        .then(pl.lit(None, FAULT))
        .when(is_number.fill_null(value=False))
        .then(fault_where(pl.col("ambiguous") | has_two, "ambiguous_number"))
        .otherwise(pl.lit("not_a_number", FAULT))
        .alias("fault"),
    )


def _plain(notation: Notation, decimal: str) -> pl.Expr:
    """The core without grouping and with a point, where it can be read with this decimal sign."""
    return pl.when(pl.col(decimal)).then(with_point(pl.col("core"), decimal, notation.groupers(decimal)))
