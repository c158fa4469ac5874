"""What people write around a number: signs, parentheses, the side of an account, a currency.

In a column only few of these occur, whatever the numbers: ``- # kr.`` and ``# CR``, with ``#`` for the digits. So
each is judged once, in Python, and the columns stay columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from legacy_adapters.values.currencies import CODES, SIGNS
from legacy_adapters.values.notation import BLANKS

MARK: Final = "#"
"""Stands for the number itself."""

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Ornament:
    """What the ornaments of a number say: its sign, and a decimal sign that stood before the first digit (``,50``)."""

    negative: bool
    leading: str = ""
    ambiguous: bool = False


def _any_of(words: frozenset[str]) -> str:
    return "|".join(re.escape(word.casefold()) for word in sorted(words, key=lambda word: (-len(word), word)))


_CURRENCY = f"(?:{_any_of(CODES | SIGNS)})"
_DEBIT = "s|d|dr|dr."
_CREDIT = "h|c|cr|cr."

_SIGNED: Final = re.compile(
    rf"(?P<c1>{_CURRENCY})?(?P<s1>[+-])?(?P<c2>{_CURRENCY})?(?P<lead>[.,])?{MARK}"
    rf"(?P<c3>{_CURRENCY})?(?P<s2>[+-])?(?P<c4>{_CURRENCY})?(?:(?P<debit>{_DEBIT})|(?P<credit>{_CREDIT}))?",
)
_PARENTHESES: Final = re.compile(
    rf"(?P<c1>{_CURRENCY})?\((?P<c2>{_CURRENCY})?(?P<lead>[.,])?{MARK}(?P<c3>{_CURRENCY})?\)(?P<c4>{_CURRENCY})?"
)
_NO_BLANKS: Final = str.maketrans(dict.fromkeys(BLANKS, "") | {"\u2212": "-"})


@lru_cache(maxsize=4096)
def ornament(frame: str) -> Ornament | None:
    """What ``frame``, a number's text with ``MARK`` for the digits, says; None if it is no way to write a number.

    - a sign before or behind, also behind or before a currency: ``-12``, ``12-``, ``€ -12``, ``-12 €``;
    - parentheses for a negative number: ``(12)``, ``(€ 12)``;
    - the side of an account behind: S, D, DR for debit, which is positive, and H, C, CR for credit, which is negative;
      minus and credit together are ambiguous: a storno to some (positive then), and said twice to others;
    - one currency, a code or a sign, in lower or upper case.
    """
    if len(frame) > _LONGEST:
        return None
    plain = frame.translate(_NO_BLANKS).casefold()
    if found := _PARENTHESES.fullmatch(plain):
        return None if _currencies(found) > 1 else Ornament(negative=True, leading=found["lead"] or "")
    found = _SIGNED.fullmatch(plain)
    if found is None or _currencies(found) > 1 or (found["s1"] and found["s2"]):
        return None
    minus = "-" in (found["s1"], found["s2"])
    credit = found["credit"] is not None
    return Ornament(minus or credit, found["lead"] or "", ambiguous=minus and credit)


def _currencies(found: re.Match[str]) -> int:
    return sum(found[name] is not None for name in ("c1", "c2", "c3", "c4"))
