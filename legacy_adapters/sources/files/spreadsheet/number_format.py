"""Whether a cell's number is a date is told by nothing but its number format (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias

Show: TypeAlias = Literal["number", "date", "moment", "time", "elapsed"]
"""As what a number is shown: a day, a day with a time, a time of day, or a span (``[h]:mm``)."""

_DATES: Final = frozenset({*range(14, 18), *range(27, 32), 36, *range(50, 55), 57, 58})
_TIMES: Final = frozenset({*range(18, 22), *range(32, 36), 45, 47, 55, 56})
"""Formats that a file names by number only; 27 to 36 and 50 to 58 are dates in Chinese, Japanese and Korean Excel."""

_LITERAL: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LONGEST: Final = 1000


def show_of_built_in(number: int) -> Show:
    """How the format with this number shows a number."""
    if number in _DATES:
        return "date"
    if number in _TIMES:
        return "time"
    return "moment" if number == 22 else "elapsed" if number == 46 else "number"


@lru_cache(maxsize=1024)
def show_of(code: str) -> Show:
    """How a format code (``dd/mm/yyyy hh:mm``) shows a number; only its part for positive numbers counts."""
    bare = _LITERAL.sub("", code[:_LONGEST]).split(";")[0].lower()
    if _ELAPSED.search(bare):
        return "elapsed"
    bare = bare.replace("am/pm", "h").replace("a/p", "h").replace("general", "")
    day = "y" in bare or "d" in bare
    clock = "h" in bare or "s" in bare
    if day or clock:
        return "moment" if day and clock else "date" if day else "time"
    return "date" if "m" in bare else "number"
