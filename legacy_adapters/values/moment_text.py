"""The way out: dates and points in time as ISO 8601.

Formatting costs more than anything else that is done to them, and few days occur in a batch: each is formatted once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

_DATE: Final = "%Y-%m-%d"
_CLOCK: Final = "T%H:%M:%S"
_SECOND: Final = 1_000_000
"""Microseconds."""

_DAY: Final = 86_400
"""Seconds."""

_MICROSECONDS: Final = pl.Datetime("us")


def day_text(day: pl.Expr) -> pl.Expr:
    """Dates as ``2024-01-31``; null stays null."""
    return day.map_batches(_day_texts, pl.String, is_elementwise=True)


def moment_text(moment: pl.Expr) -> pl.Expr:
    """Points in time without a zone as ``2024-01-31T12:00:00``, with a fraction where it is not zero."""
    return moment.map_batches(_moment_texts, pl.String, is_elementwise=True)


def _day_texts(day: pl.Series) -> pl.Series:
    units = day.to_physical()
    first, last = units.min(), units.max()
    if not (isinstance(first, int) and isinstance(last, int)) or last - first >= len(day):
        return day.dt.to_string(_DATE)
    calendar = pl.int_range(first, last + 1, dtype=pl.Int32, eager=True).cast(pl.Date).dt.to_string(_DATE)
    return calendar.gather(units - first)


def _moment_texts(moment: pl.Series) -> pl.Series:
    units = moment.to_physical()
    seconds = units // _SECOND
    few = len(moment) < _DAY // 10
    if few or moment.dtype != _MICROSECONDS or (units != seconds * _SECOND).any():
        return moment.dt.to_string(f"{_DATE}{_CLOCK}%.f")
    day = (seconds // _DAY).cast(pl.Int32)
    return _day_texts(day.cast(pl.Date)) + _clock().gather(seconds - day.cast(pl.Int64) * _DAY)


@lru_cache(maxsize=1)
def _clock() -> pl.Series:
    """Every second of a day."""
    seconds = pl.int_range(0, _DAY, eager=True) * _SECOND
    return seconds.cast(pl.Datetime("us")).dt.to_string(_CLOCK)
