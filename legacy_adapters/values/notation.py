"""How a source writes its numbers: the signs between the digits, and the readings of a text that they allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from legacy_adapters.values.parsed import where

BLANKS: Final = " \t\u00a0\u2007\u2009\u202f"
"""What people and programs take for a blank: also the no-break, figure, thin and narrow no-break space."""

GROUPERS: Final = {",": ",", ".": ".", "'": "'\u2019", " ": BLANKS}
"""The signs between groups of three digits, each with the characters that stand for it."""

_FIRST_GROUP = "(?:[1-9][0-9]{0,2}|0[0-9]{1,2})"
"""A lone 0 opens no group: nobody writes 0.125 for 125, but programs do for an eighth."""

_DECIMALS = (".", ",")


@dataclass(frozen=True, slots=True)
class Notation:
    """The decimal sign and the sign between groups of three digits (``.`` ``,`` ``'`` or a blank of any kind).

    - Both stated: ``1.234,56`` and ``1234,56`` are read; ``12.34,5`` and ``0.125`` are no numbers: groups are of three
      digits, and a lone zero is none.
    - Only ``decimal`` stated: numbers are not grouped; ``1.234`` is no number where the decimal sign is a comma.
    - Only ``thousands`` stated: the decimal sign is the other of ``.`` and ``,``; either, where the groups are
      separated by a blank or an apostrophe.
    - Neither stated: every reading is tried. Where two apply the text is ambiguous: one sign, one to three digits
      before and exactly three behind it (``1.234``); ``0.125`` is clear.

    In each of them a sign may stand before or behind the number, blanks and a currency around it; see ``ornaments.py``.
    ``machine``: as programs print numbers: no grouping and no ornaments, but an exponent (``1.0e+300``).

    Raises ``ValueError`` for signs that cannot be told apart.
    """

    decimal: str | None = None
    thousands: str | None = None
    machine: bool = False

    def __post_init__(self) -> None:
        if self.decimal not in (None, *_DECIMALS):
            raise ValueError(f"the decimal sign is '.' or ',', not {self.decimal!r}")
        if self.thousands is not None and self._grouper is None:
            known = "'.', ',', an apostrophe or a blank"
            raise ValueError(f"the sign between thousands is {known}, not {self.thousands!r}")
        if self.decimal is not None and self.decimal == self.thousands:
            raise ValueError(f"the decimal sign and the sign between thousands are both {self.decimal!r}")

    @property
    def _grouper(self) -> str | None:
        if self.thousands is None:
            return None
        return next((sign for sign, alike in GROUPERS.items() if self.thousands in alike), None)

    @property
    def decimals(self) -> tuple[str, ...]:
        """The decimal signs that a text may have, the likelier first."""
        if self.decimal is not None:
            return (self.decimal,)
        return tuple(sign for sign in _DECIMALS if sign != self.thousands)

    def groupers(self, decimal: str) -> tuple[str, ...]:
        """The signs that may separate thousands where ``decimal`` is the decimal sign."""
        if self._grouper is not None:
            return (self._grouper,)
        return () if self.decimal is not None or self.machine else tuple(sign for sign in GROUPERS if sign != decimal)

    @property
    def is_open(self) -> bool:
        """Whether the source's signs are not stated, so that a text may have two readings."""
        return self.decimal is None and self.thousands is None


PLAIN: Final = Notation(decimal=".", machine=True)
"""A machine's own numbers: ``-12.5``, ``.5``, ``1E5``, ``1.0e+300``."""


def reading(notation: Notation, decimal: str) -> str:
    """A regular expression for bare numbers (a digit first, no sign) with this decimal sign."""
    grouped = "".join(f"|{_grouped(sign)}" for sign in notation.groupers(decimal))
    return f"^(?:[0-9]+{grouped})(?:[{decimal}][0-9]+)?$"


def usual_reading(notation: Notation, decimal: str, scale: int) -> str:
    """A regular expression for the usual numbers with this decimal sign: no ornament but a leading sign, no more than
    ``scale`` decimals apart from zeros at the end, and where the signs are not stated, no other reading."""
    decimals = f"[{decimal}][0-9]{{1,{scale}}}0*" if scale else f"[{decimal}]0+"
    if not notation.is_open or notation.machine:
        grouped = "".join(f"|{_grouped(sign)}" for sign in notation.groupers(decimal))
        return f"^[+-]?(?:[0-9]+{grouped})(?:{decimals})?$"
    # Three decimals are clear only where what stands before them cannot be a group, or is in groups itself.
    short = f"[0-9]{{1,{min(scale, 2)}}}" if scale else "00?"
    long = f"|[0-9]{{4,{scale}}}0*" if scale > 3 else ""
    grouped = "".join(f"|{_grouped(sign)}" for sign in notation.groupers(decimal) if sign in _DECIMALS)
    return f"^[+-]?(?:[0-9]+(?:[{decimal}](?:{short}{long}))?|(?:[0-9]{{4,}}|0{grouped}){decimals})$"


def usual_number(text: pl.Series, notation: Notation, decimal: str, scale: int) -> pl.Series:
    """The texts with a point and without grouping, as a cast takes them; null unless written in the usual way."""
    usual = where(text.str.contains(usual_reading(notation, decimal, scale)), text)
    groupers = tuple(sign for sign in notation.groupers(decimal) if sign in _DECIMALS or not notation.is_open)
    if decimal == "." and not groupers:
        return usual
    return usual.to_frame("text").select(with_point(pl.col("text"), decimal, groupers)).to_series()


def with_point(number: pl.Expr, decimal: str, groupers: tuple[str, ...]) -> pl.Expr:
    """The number without what separates its groups, and with a point for its decimal sign."""
    for sign in groupers:
        alike = GROUPERS[sign]
        number = number.str.replace_all(alike if len(alike) == 1 else f"[{alike}]", "", literal=len(alike) == 1)
    return number if decimal == "." else number.str.replace(decimal, ".", literal=True)


def _grouped(sign: str) -> str:
    return f"{_FIRST_GROUP}(?:[{GROUPERS[sign]}][0-9]{{3}})+"
