"""Rounding rules, and the arithmetic of 128-bit integers that decimals are made of."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import polars as pl

Rounding: TypeAlias = Literal["half_up", "half_even", "down", "up"]
"""``half_up``: a tie goes away from zero, as accountants do; ``half_even``: to the even digit; ``down``: towards zero;
``up``: away from zero. As in IEEE 754 and Python's ``decimal``, they mirror at zero."""

MOST_DIGITS: Final = 38
"""What a 128-bit decimal holds."""


def whole_number(value: int) -> pl.Expr:
    """A literal that 128-bit integers can be calculated with."""
    return pl.lit(value, dtype=pl.Int128)


def negative(number: pl.Expr) -> pl.Expr:
    """A 128-bit integer with the other sign; Polars has no such operator for them."""
    return whole_number(0) - number


def is_rounded_up(rounding: Rounding, digit: pl.Expr, against_half: pl.Expr) -> pl.Expr:
    """Whether what is cut off, which is more than nothing, adds one to the 128-bit number that stays.

    ``digit``: that number, or its last digit; ``against_half``: -1, 0 or 1, as less than half, half or more is cut off.
    """
    match rounding:
        case "half_up":
            return against_half >= 0
        case "half_even":
            is_odd = (digit & whole_number(1)) == whole_number(1)
            return (against_half > 0) | ((against_half == 0) & is_odd)
        case "down":
            return pl.lit(False)
        case "up":
            return pl.lit(True)


def checked(precision: int, scale: int, implied_decimals: int = 0) -> None:
    """Raises ``ValueError`` unless there are decimals of this precision and scale, and so many implied decimals."""
    if not 0 <= scale <= precision <= MOST_DIGITS or precision == 0:
        raise ValueError(f"there is no decimal({precision}, {scale}); at most {MOST_DIGITS} digits can be held")
    if not 0 <= implied_decimals <= MOST_DIGITS:
        raise ValueError(f"implied decimals are 0 to {MOST_DIGITS}, not {implied_decimals}")
