"""What a number's text means, by the rules and one at a time: what the columns are compared with."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Final

from legacy_adapters.values.notation import Notation
from legacy_adapters.values.rounding import Rounding
from tests.values.reading import EXACT

MODES: Final[dict[Rounding, str]] = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "up": ROUND_UP,
}
_ALIKE = {",": ",", ".": ".", "'": "'’", " ": " \t\u00a0\u2007\u2009\u202f"}


def fitted(
    number: Decimal, *, precision: int, scale: int, rounding: Rounding | None = None
) -> tuple[Decimal | None, str | None]:
    """The number as decimal(precision, scale), or why it is none."""
    unit = Decimal(1).scaleb(-scale, EXACT)
    limit = Decimal(10) ** (precision - scale)
    if rounding is None:
        if number.copy_abs() >= limit:
            return None, "number_too_large"
        cut = number.quantize(unit, ROUND_DOWN, EXACT)
        return (cut, None) if cut == number else (None, "too_many_decimals")
    rounded = number.quantize(unit, MODES[rounding], EXACT)
    return (rounded, None) if rounded.copy_abs() < limit else (None, "number_too_large")


def machine_number(text: str) -> Decimal | None:
    """A machine's number, None if it is none."""
    bare = text.strip(_ALIKE[" "])
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]+)?", bare):
        return None
    return Decimal(bare)


def bare_number(text: str, notation: Notation) -> Decimal | str:
    """A person's number without ornaments: digits first, perhaps grouped; else the reason why it is none."""
    found = {number for sign in notation.decimals if (number := _by_sign(text, sign, notation)) is not None}
    return found.pop() if len(found) == 1 else ("ambiguous_number" if found else "not_a_number")


def _by_sign(text: str, decimal: str, notation: Notation) -> Decimal | None:
    whole, sign, fraction = text.partition(decimal)
    if not _is_digits(fraction or "0") or (sign and not fraction):
        return None
    for grouper in ("", *notation.groupers(decimal)):
        groups = [whole] if not grouper else re.split(f"[{re.escape(_ALIKE[grouper])}]", whole)
        if all(map(_is_digits, groups)) and (not grouper or _are_threes(groups)):
            return Decimal("".join(groups) + "." + (fraction or "0"))
    return None


def _are_threes(groups: list[str]) -> bool:
    return len(groups) > 1 and 1 <= len(groups[0]) <= 3 and groups[0] != "0" and {len(one) for one in groups[1:]} == {3}


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
