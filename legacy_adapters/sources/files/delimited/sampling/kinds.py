"""What a field looks like: a number, a date, a code, a text. Nothing is converted here; the mapping does that."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

EMPTY, NUMBER, DATE, TIME, TRUTH, CODE, TEXT, ODD = "empty", "number", "date", "time", "truth", "code", "text", "odd"

TYPED: Final = frozenset({NUMBER, DATE, TIME, TRUTH})
"""Kinds that a column has for a reason: a text among them is something else than a value."""

_MONTHS = r"(?:jan|feb|m[aäe]r|apr|ma[iyj]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zéû]*\.?"
_NUMBER: Final = re.compile(
    r"[-+(]?\s?(?:[€$£¥]|[A-Z]{3}\s)?\s?[-+]?"
    r"(?:\d+|\d{1,3}(?:[., '’\u00a0\u202f]\d{3})+|(?:\d+|\d{1,3}(?:[., '’\u00a0\u202f]\d{3})*)?[.,]\d+|\d+[.,])"
    r"(?:[eE][-+]?\d+)?\s?(?:[€$£¥%]|[A-Z]{3})?\s?[-+)]?"
)
_DAY: Final = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})"
    rf"|\d{{1,2}}[-. /]?\s?{_MONTHS}[-. /]?\s?(?:\d{{4}}|\d{{2}})"
    rf"|{_MONTHS}[-. ]\d{{1,2}},?\s\d{{4}}|{_MONTHS}[- ]\d{{2,4}})"
)
_CLOCK: Final = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?:\s?[APap]\.?[Mm]\.?)?(?:Z|\s?[-+]\d{2}:?\d{2})?"
_DATE: Final = re.compile(rf"{_DAY}(?:[T ]\s?{_CLOCK})?", re.IGNORECASE)
_TIME: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[AP]M)?", re.IGNORECASE)
_TRUTH: Final = frozenset({"true", "false", "yes", "no", "wahr", "falsch", "ja", "nein", "vrai", "faux"})
_MISSING: Final = frozenset({"-", "--", "n/a", "na", "null", "\\n", ".", "nan", "none", "#n/a", "?"})
_CODE: Final = re.compile(r"[\w.\-/#&+*:@()]+")
_TEXT: Final = re.compile(r"[^\x00-\x1f\x7f;|\t]*")
_LONGEST = 200


@lru_cache(maxsize=1 << 14)
def kind_of(cell: str) -> str:
    """What a field looks like; blanks around it do not count."""
    cell = cell[:_LONGEST].strip()
    if not cell or cell.lower() in _MISSING:
        return EMPTY
    if cell[0] == "=" and cell[1:2] == '"':
        return CODE
    if _NUMBER.fullmatch(cell):
        return NUMBER
    if _DATE.fullmatch(cell):
        return DATE
    if _TIME.fullmatch(cell):
        return TIME
    if cell.lower() in _TRUTH:
        return TRUTH
    if _CODE.fullmatch(cell):
        return CODE if any(one.isalnum() for one in cell) else ODD
    return TEXT if _TEXT.fullmatch(cell) and any(one.isalnum() for one in cell) else ODD
