"""Formats of dates and times in the words of ``strptime``, compiled to patterns that let nothing else through.

Polars' own reader takes ``01.02.24`` for the year 24 in ``%d.%m.%Y``, blanks and signs for digits (`` 4.06.2015``,
``20.7.-2022``), and the 60th second; so a pattern decides, and it only converts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MONTHS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar",
            "feb february februar",
            "mar march mär märz mrz marts",
            "apr april",
            "may mai maj",
            "jun june juni",
            "jul july juli",
            "aug august",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember december",
        ),
        start=1,
    )
    for name in names.split()
}
"""Months by name and abbreviation, in English, German and Danish."""

_DIRECTIVES: Final[dict[str, tuple[str, str]]] = {
    "d": ("day", "0[1-9]|[12][0-9]|3[01]"),
    "m": ("month", "0[1-9]|1[0-2]"),
    "Y": ("year", "[0-9]{4}"),
    "y": ("short_year", "[0-9]{2}"),
    "H": ("hour", "[01][0-9]|2[0-3]"),
    "I": ("half_day_hour", "0[1-9]|1[0-2]"),
    "M": ("minute", "[0-5][0-9]"),
    "S": ("second", "[0-5][0-9]"),
    "b": ("month_name", r"\p{L}{3,9}"),
    "f": ("fraction", "[0-9]{1,6}"),
    "p": ("half_day", "[AaPp][Mm]"),
    "z": ("offset", "Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9]"),
}
_SAME: Final = {"B": "b", "h": "b", "-d": "d", "-m": "m", "e": "d", "-H": "H", "-I": "I"}
_COMPOUND: Final = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "R": "%H:%M", "D": "%m/%d/%y"}
_ONE_DIGIT: Final = {"d": "|[1-9]", "m": "|[1-9]", "H": "|[0-9]", "I": "|[1-9]"}
_NUMERIC: Final = frozenset("dmYyHIMSf")
_QUICK: Final = frozenset({*"dmYyHMSf", ".f"})

_TOKEN: Final = re.compile(r"%(\.f|-?[A-Za-z%])|([^%]+|%)")


@dataclass(frozen=True, slots=True)
class MomentFormat:
    """One format of dates or points in time.

    ``pattern`` has a named group per part. ``quick`` is for the texts that have every digit, ``width`` characters
    long, and None where Polars cannot convert them; ``chrono`` is the format in Polars' words.
    """

    pattern: str
    quick: str | None
    width: int
    chrono: str
    parts: frozenset[str]

    @property
    def has_time(self) -> bool:
        """Whether the format says a time of the day."""
        return bool(self.parts & {"hour", "half_day_hour"})


def compiled(stated: str) -> MomentFormat:
    """The format ``stated`` in words of ``strptime``: ``%d.%m.%Y``, ``%Y%m%d``, ``%Y-%m-%d %H:%M:%S.%f``.

    Days, months and hours may have one digit where no other number touches them. ``%b`` and ``%B`` are English, German
    or Danish. ``%.f`` is a fraction of a second with its point, if there is one. Raises ``ValueError`` for a directive
    that is not known, said twice, or missing for a date.
    """
    for name, meaning in _COMPOUND.items():
        stated = stated.replace("%" + name, meaning)
    tokens = [_token(found, stated) for found in _TOKEN.finditer(stated)]
    letters = [letter for letter, _ in tokens]
    pattern, quick, parts, width = "", "", [], 0
    for place, (letter, literal) in enumerate(tokens):
        if letter is None:
            # One blank of a format stands for any number of them, as with strptime.
            pattern += re.sub(r"(?:\\ )+", "[ \u00a0]+", re.escape(literal))
            quick += re.escape(literal)
            width += len(literal)
            continue
        if letter == ".f":
            pattern += r"(?:\.(?P<fraction>[0-9]{1,6})0*)?"
            quick += r"(?:\.[0-9]{1,6}0*)?"
            parts.append("fraction")
            continue
        part, accepted = _DIRECTIVES[letter]
        touched = letters[place - 1 : place] + letters[place + 1 : place + 2]
        alone = not any(other in _NUMERIC for other in touched)
        loose = _ONE_DIGIT.get(letter, "") if alone else ""
        pattern += f"(?P<{part}>{accepted}{loose})" + ("0*" if letter == "f" and alone else "")
        quick += f"(?:{accepted})" + ("0*" if letter == "f" and alone else "")
        width += 4 if letter == "Y" else 2
        parts.append(part)
    _check(stated, parts)
    # To Polars %f is nanoseconds: it reads a fraction together with its point only.
    chrono = stated.replace(".%f", "%.f")
    is_quick = all(letter is None or letter in _QUICK for letter in letters) and "%f" not in chrono
    return MomentFormat(f"^{pattern}$", f"^{quick}$" if is_quick else None, width, chrono, frozenset(parts))


def _token(found: re.Match[str], stated: str) -> tuple[str | None, str]:
    letter, literal = found.groups()
    if letter in (None, "%"):
        if literal == "%":
            raise ValueError(f"a lone % in the date format {stated!r}; a percent sign is %%")
        return None, literal or "%"
    letter = _SAME.get(letter, letter)
    if letter != ".f" and letter not in _DIRECTIVES:
        known = ", ".join(f"%{one}" for one in _DIRECTIVES)
        raise ValueError(f"%{letter} in the date format {stated!r} is not known; there are {known}")
    return letter, ""


def _check(stated: str, parts: list[str]) -> None:
    if twice := sorted({part for part in parts if parts.count(part) > 1}):
        raise ValueError(f"the date format {stated!r} says the {' and '.join(twice)} twice")
    groups = (("day",), ("month", "month_name"), ("year", "short_year"))
    if any(sum(part in parts for part in group) != 1 for group in groups):
        raise ValueError(f"the date format {stated!r} needs a day, a month and a year, each once: %d, %m and %Y or %y")
    if ("half_day_hour" in parts) != ("half_day" in parts):
        raise ValueError(f"the date format {stated!r} has only one of %I and %p; they go together")
    if {"minute", "second", "fraction"} & set(parts) and not {"hour", "half_day_hour"} & set(parts):
        raise ValueError(f"the date format {stated!r} has minutes or seconds without an hour")
