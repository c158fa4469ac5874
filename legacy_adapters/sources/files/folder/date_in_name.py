"""The date in a file's name, by its format (``%Y%m%d``) or by a regular expression with named groups."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

_WIDTHS: Final = {"Y": r"\d{4}", "y": r"\d{2}", "m": r"\d{2}", "d": r"\d{2}", "j": r"\d{3}", "H": r"\d{2}"} | {
    "M": r"\d{2}",
    "S": r"\d{2}",
}
_NAMED: Final = ("year", "month", "day")


def date_expression(text: str) -> re.Pattern[str]:
    """The regular expression that finds what a format stands for. Raises ``ValueError`` for one without a date."""
    if "(?P<" in text:
        try:
            found = re.compile(text)
        except re.error as error:
            raise ValueError(f"{text!r} is no regular expression: {error}") from None
        if "year" not in found.groupindex or not set(found.groupindex) <= set(_NAMED):
            raise ValueError(f"{text!r} needs the groups (?P<year>…), (?P<month>…) and (?P<day>…)")
        return found
    if not re.search(r"%[Yy]", text):
        raise ValueError(f"{text!r} has no year; write the date as in %Y%m%d or %d.%m.%y")
    return re.compile("".join(_piece(piece) for piece in re.split(r"(%.)", text)))


def _piece(piece: str) -> str:
    if not piece.startswith("%") or len(piece) != 2:
        return re.escape(piece)
    if piece == "%%":
        return "%"
    if piece[1] not in _WIDTHS:
        raise ValueError(f"{piece} is not read in a file's name; there are %{', %'.join(_WIDTHS)}")
    return _WIDTHS[piece[1]]


def date_in(name: str, text: str) -> datetime | None:
    """The first date in a name that is one; None where there is none."""
    expression = date_expression(text)
    at = 0
    while (found := expression.search(name, at)) is not None:
        try:
            return _by_groups(found) if expression.groupindex else _by_format(found[0], text)
        except ValueError:
            # The digits of some other number: a date may begin behind its first one.
            at = found.start() + 1
    return None


def _by_groups(found: re.Match[str]) -> datetime:
    groups = found.groupdict()
    year = int(groups["year"])
    if len(groups["year"]) <= 2:
        year += 2000 if year < 69 else 1900
    day = date(year, int(groups.get("month") or 1), int(groups.get("day") or 1))
    return datetime.combine(day, datetime.min.time())


def _by_format(text: str, form: str) -> datetime:
    # A date in a name is compared with other dates in names only: it needs no zone.
    return datetime.strptime(text, form)  # noqa: DTZ007
