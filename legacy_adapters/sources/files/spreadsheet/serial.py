"""Days and times that spreadsheets keep as a number of days: two epochs, and a leap day that never was.

In the 1900 system 1 is 1900-01-01, and 60 is 1900-02-29, which did not exist (Lotus 1-2-3 thought so, and Excel kept
it); in the 1904 system 0 is 1904-01-01. Times are exact to the millisecond, as Excel shows them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from legacy_adapters.sources.files.spreadsheet.cell import Cell, Number, Odd, number_of
from legacy_adapters.sources.files.spreadsheet.number_format import Show

_DAY_MS: Final = 86_400_000
_LAST_DAY: Final = 2_958_465
"""9999-12-31 in the 1900 system; 1,462 days more than in the other."""

_NO_SUCH_DAY: Final = 60


@lru_cache(maxsize=65_536)
def shown(value: float, show: Show, mac: bool) -> Cell:
    """What a number is in a cell of this format; ``mac`` for the 1904 system. Days that are none: ``not_a_date``."""
    if show == "number":
        return number_of(value)
    if not abs(value) <= _LAST_DAY + 1:
        return Odd("not_a_date", _text(value))
    milliseconds = round(value * _DAY_MS)
    if show == "elapsed":
        return _clock(milliseconds)
    if show == "time" and 0 <= milliseconds < _DAY_MS:
        return _clock(milliseconds)
    day, rest = divmod(milliseconds, _DAY_MS)
    start = _day(day, mac)
    if start is None:
        return Odd("not_a_date", _text(value))
    if show == "date" and rest == 0:
        return start
    return datetime(start.year, start.month, start.day) + timedelta(milliseconds=rest)  # noqa: DTZ001


def _day(day: int, mac: bool) -> date | None:
    if mac:
        return date(1904, 1, 1) + timedelta(day) if 0 <= day <= _LAST_DAY - 1462 else None
    if day < 1 or day == _NO_SUCH_DAY or day > _LAST_DAY:
        return None
    return date(1899, 12, 31 if day < _NO_SUCH_DAY else 30) + timedelta(day)


def _clock(milliseconds: int) -> str:
    """A time of day or a span of hours: ``30:05:00``."""
    sign = "-" if milliseconds < 0 else ""
    seconds, rest = divmod(abs(milliseconds), 1000)
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if rest else text


def _text(value: float) -> str:
    number = number_of(value)
    return number if isinstance(number, Number) else number.text
