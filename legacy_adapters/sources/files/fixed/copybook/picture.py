"""PICTURE strings: what a field holds, and how many characters or digits."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_DIGITS = 38
MOST_SHIFT = 18
MOST_CHARACTERS = 1 << 24
_REPEATED = re.compile(r"(.)\((\d{1,9})\)")
_NUMERIC = re.compile(r"S?(P*V?P*)(9*)(V?)(9*)(P*V?)")
_SYMBOLS = frozenset("ABEGNPSVXZ90/,.+-*$CRDU€£¥")


class PictureFault(ValueError):
    """A PICTURE that is none, and why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a PICTURE says.

    ``characters`` is how many there are when it is displayed, without a separate sign. ``digits`` is None for text and
    for edited numbers, which are text as it was printed; otherwise the number is those digits × 10^(``shift`` −
    ``scale``). ``national`` characters take two bytes each.
    """

    text: str
    characters: int
    digits: int | None = None
    scale: int = 0
    shift: int = 0
    signed: bool = False
    national: bool = False


def parse_picture(text: str) -> Picture:
    """Reads ``X(5)``, ``S9(7)V99``, ``9(3)P(3)``, ``-ZZ,ZZ9.99``. Raises ``PictureFault``."""
    symbols = _expanded(text)
    wrong = sorted(set(symbols) - _SYMBOLS)
    if wrong or not symbols:
        raise PictureFault(f"PIC {text} is no picture: {' '.join(wrong) or 'nothing'} has no meaning in it")
    number = _NUMERIC.fullmatch(symbols)
    if number is not None and "9" in symbols:
        return _numeric(text, symbols, number)
    if set(symbols) <= set("S9VP"):
        raise PictureFault(f"PIC {text} is no picture: S stands in front, V once, and P at one end of the digits only")
    if "G" in symbols:
        raise PictureFault(f"PIC {text} holds double-byte characters of a mainframe, which are not read")
    characters = sum(1 for symbol in symbols if symbol not in "VPS")
    if characters == 0:
        raise PictureFault(f"PIC {text} has room for nothing")
    return Picture(text, characters, national=set(symbols) == {"N"})


def _expanded(text: str) -> str:
    total = 0

    def repeated(match: re.Match[str]) -> str:
        nonlocal total
        total += int(match[2])
        if total > MOST_CHARACTERS:
            raise PictureFault(f"PIC {text} is longer than any record")
        return match[1] * int(match[2])

    symbols = _REPEATED.sub(repeated, text.upper())
    if "(" in symbols or ")" in symbols:
        raise PictureFault(f"PIC {text} is no picture: a bracket holds a number, and both of a pair are there")
    return symbols


def _numeric(text: str, symbols: str, match: re.Match[str]) -> Picture:
    front, whole, point, behind, end = match.groups()
    trailing = end.count("P")
    if (front and (point or end)) or (end and point):
        raise PictureFault(f"PIC {text} is no picture: P stands at one end of the digits only, and V once")
    digits = len(whole) + len(behind)
    scale = front.count("P") + digits if front else len(behind)
    if max(digits + trailing, scale) > MOST_DIGITS or trailing > MOST_SHIFT:
        raise PictureFault(f"PIC {text} has more than {MOST_DIGITS} digits, which is more than is read")
    return Picture(text, digits, digits, scale, trailing, symbols.startswith("S"))
