"""How far before the last watermark an incremental read begins, and the arithmetic for that on the database's text.

A watermark may be a time (ISO 8601, or as compact digits ``20240131`` and ``20240131235959``) or a number that rises.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal, localcontext
from typing import Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.keyset import Value

_WINDOW: Final = re.compile(r"(\d{1,9})\s*([a-z]+)", re.IGNORECASE)
_UNITS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400}
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:([ T])(\d\d:\d\d(?::\d\d)?)(\D.*|))?", re.ASCII)
_COMPACT: Final = {8: "%Y%m%d", 14: "%Y%m%d%H%M%S"}
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_WRONG_ORDER: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(\D.*)?", re.ASCII)


def parse_window(text: str) -> timedelta | int:
    """``2 days``, ``12 hours`` as a time, ``1000`` as a number. Raises ``ValueError`` for anything else."""
    stripped = text.strip()
    if stripped.isascii() and stripped.isdigit():
        return int(stripped)
    match = _WINDOW.fullmatch(stripped)
    unit = match[2].lower().removesuffix("s") if match else ""
    if match is None or unit not in _UNITS:
        raise ValueError(f"{text!r} is no lookback: write `2 days`, `12 hours`, or `1000` for a watermark of numbers")
    try:
        return timedelta(seconds=int(match[1]) * _UNITS[unit])
    except OverflowError:
        raise ValueError(f"{text!r} is longer than time can be counted") from None


def is_time(value: Value, window: timedelta | int) -> bool:
    """Whether a watermark is a time: ISO text; or, if so long a time is looked back, digits that are a date."""
    return _ISO.fullmatch(value.text) is not None or (isinstance(window, timedelta) and _compact(value) is not None)


def check_sorts(value: Value, column: str) -> None:
    """Raises ``ConfigError`` for a date in a form that does not sort, such as 31.12.1999: it is no watermark."""
    if not value.number and _WRONG_ORDER.fullmatch(value.text):
        raise ConfigError(
            f"the watermark {column} holds dates like {value.text!r}, which do not sort",
            where="incremental.column",
            hint="Read the table in full, or turn the date around in a `query`.",
        )


def earlier(value: Value, window: timedelta | int, column: str) -> Value:
    """The watermark ``window`` before ``value``, in the same form.

    Raises ``ConfigError`` where a time is to be taken from a number, or the other way round.
    """
    if not window:
        return value
    moved = _earlier_time(value, window) if isinstance(window, timedelta) else _less(value, window)
    if moved is None:
        kind = "a time" if isinstance(window, timedelta) else "a number"
        raise ConfigError(
            f"lookback is {kind}, but the watermark {column} holds {value.text[:40]!r}",
            where="incremental.lookback",
            hint="Write `2 days` for dates and times, and `1000` for numbers.",
        )
    return moved


def _earlier_time(value: Value, window: timedelta) -> Value | None:
    try:
        match = _ISO.fullmatch(value.text)
        if match is not None:
            return replace(value, text=_earlier_iso(match, window))
        form = _compact(value)
        if form is not None:
            return replace(value, text=(datetime.strptime(value.text, form) - window).strftime(form))  # noqa: DTZ007
    except OverflowError:
        return replace(value, text=value.text.translate(str.maketrans("123456789", "000000000")))
    except ValueError:
        pass
    return None


def _earlier_iso(match: re.Match[str], window: timedelta) -> str:
    """Digits behind the second, and a zone, stay as they are: a window has whole seconds."""
    date, separator, time, rest = match.groups()
    if separator is None:
        return (datetime.fromisoformat(date) - window).date().isoformat()
    moved = datetime.fromisoformat(f"{date}T{time}") - window
    # Without seconds the text is cut to the minute before: rather a row too many than one too few.
    shown = moved.isoformat(separator, timespec="seconds" if len(time) > len("00:00") else "minutes")
    return f"{shown}{rest}"


def _less(value: Value, window: int) -> Value | None:
    if not _NUMBER.fullmatch(value.text):
        return None
    with localcontext(prec=len(value.text) + 10):
        moved = format(Decimal(value.text) - window, "f")
    if value.number:
        return replace(value, text=moved)
    # A counter kept as text sorts only with its leading zeros.
    return replace(value, text="0" * len(value.text) if moved.startswith("-") else moved.zfill(len(value.text)))


def _compact(value: Value) -> str | None:
    """The form of a date that is written as eight or fourteen digits; None for other numbers."""
    form = _COMPACT.get(len(value.text))
    if form is None or not value.text.isdigit():
        return None
    try:
        parsed = datetime.strptime(value.text, form)  # noqa: DTZ007
    except ValueError:
        return None
    return form if 1900 <= parsed.year <= 2100 else None
