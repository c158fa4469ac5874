"""What a cell of a sheet can hold. Dates stand for dates; a number is kept as its plain decimal text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeAlias

_EXACT_DIGITS: Final = 15
"""Of so many digits every decimal survives a double: such a text is what the program meant."""

_DOUBLE_DIGITS: Final = 17
"""More digits than this no double needs: they were written by a program that had them."""

_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")

_LARGEST_EXPONENT: Final = 400
"""Beyond this, plain notation would be longer than any number that a double can be."""


class Number(str):
    """A number in plain notation: ``-12.5``, never ``1E3``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that stands for no value: the reason code, and what stands in it."""

    code: str
    text: str


Cell: TypeAlias = str | Number | bool | date | datetime | Odd | None


def number_of(value: float) -> Number | Odd:
    """The shortest decimal that is this double, a whole number without a point."""
    text = repr(value)
    if text.endswith(".0"):
        return Number(text[:-2] if text != "-0.0" else "0")
    return Number(text) if "e" not in text and "n" not in text else _plain(text)


def number_as_written(text: str) -> Number | Odd:
    """A number as a file has it in text. Programs that hold doubles write up to 17 digits (``20.019999999999999``):
    that is the shortest decimal of the same double (20.02). Whole numbers, and more digits than a double needs, were
    written by a program that had them: they are kept."""
    text = text.strip()
    if text.isascii() and text.lstrip("-").isdecimal() and len(text) <= _LARGEST_EXPONENT:
        return Number(text)
    if _NUMBER.fullmatch(text) is None:
        return Odd("not_a_number", text)
    digits = len(text.lower().partition("e")[0].lstrip("+-").replace(".", "").strip("0"))
    written = _plain(text)
    if digits <= _EXACT_DIGITS or digits > _DOUBLE_DIGITS or isinstance(written, Odd):
        return written
    shortest = number_of(float(text))
    return shortest if len(str(shortest)) < len(written) else written


def _plain(text: str) -> Number | Odd:
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return Odd("not_a_number", text)
    plain = format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Number(plain if plain not in {"-0", ""} else "0")


def is_filled(cell: Cell) -> bool:
    """Whether anything stands in a cell; blanks are nothing."""
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """A cell as text: dates in ISO 8601, truth values as ``true`` and ``false``."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            return str(cell)
        case datetime():
            return cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case _:
            return cell.text
