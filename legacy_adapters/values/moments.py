"""Ways to read a text as a point in time by one format, as attempts: null where it is not written so."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from typing import Final

import polars as pl

from legacy_adapters.values.moment_format import MONTHS, MomentFormat
from legacy_adapters.values.parsed import Attempt, where

DAYS: Final = (date.min, date.max)
MOMENTS: Final = (datetime.combine(date.min, time.min), datetime.combine(date.max, time.max))
"""The years 1 to 9999, which Python, Arrow's readers and ISO 8601 agree on; Polars reads the year 0 too."""

_DAY: Final = 86_400_000_000
"""Microseconds."""

_CENTURY: Final = 36_525
"""Days from any date of 1900-03-01 to 1999-12-31 to the same date a hundred years on: 2000 was a leap year."""

_POLARS_PIVOT: Final = 69
"""Two-digit years up to this one are of this century to Polars, always."""

_MIDNIGHT: Final = r"(?:[ T]00:00:00(?:\.0+)?)?$"
_DAY_END: Final = r"(?:[ T]+(?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00(?:\.0+)?)? ?[Aa][Mm]|23:59:59(?:\.[0-9]+)?))?$"


def attempts(form: MomentFormat, pivot: int) -> list[Attempt]:
    """What to try for a point in time (``Datetime("us")``): the quick way, if there is one, and the close look."""
    close = partial(_closely, form=form, pivot=pivot, pattern=form.pattern)
    if form.quick is None:
        return [close]
    return [partial(_quickly if form.has_time else _quick_midnight, form=form, pivot=pivot), close]


def day_attempts(form: MomentFormat, pivot: int) -> list[Attempt]:
    """What to try for a day (``Date``). Midnight may follow, or the last second of a day, where others say nothing of
    the time; any other time of day makes it no day."""
    if form.has_time:
        return [partial(_whole_day, way=way) for way in attempts(form, pivot)]
    pattern = form.pattern.removesuffix("$") + _DAY_END
    close = partial(_close_day, form=form, pivot=pivot, pattern=pattern)
    return [close] if form.quick is None else [partial(_quick_day, form=form, pivot=pivot), close]


def is_whole_day(moment: pl.Expr) -> pl.Expr:
    """Whether a point in time is midnight or in the last second of its day, and so stands for the day."""
    clock = moment.cast(pl.Int64) % _DAY
    return (clock == 0) | (clock >= _DAY - 1_000_000)


def _whole_day(text: pl.Series, way: Attempt) -> pl.Series:
    moment = way(text).alias("moment").to_frame()
    return moment.select(pl.when(is_whole_day(pl.col("moment"))).then("moment").cast(pl.Date)).to_series()


def _quick_day(text: pl.Series, form: MomentFormat, pivot: int) -> pl.Series:
    assert form.quick is not None, "is for formats with a quick way only"
    usual = where(text.str.contains(form.quick.removesuffix("$") + _MIDNIGHT), text)
    if usual.str.len_bytes().max() != form.width:
        usual = usual.str.head(form.width)
    day = usual.str.to_date(form.chrono, strict=False, cache=False)
    if "short_year" in form.parts:
        return _in_century(day, day.to_physical(), pivot, _CENTURY)
    return where(day.is_between(*DAYS), day)


def _quick_midnight(text: pl.Series, form: MomentFormat, pivot: int) -> pl.Series:
    return _quick_day(text, form, pivot).cast(pl.Datetime("us"))


def _quickly(text: pl.Series, form: MomentFormat, pivot: int) -> pl.Series:
    assert form.quick is not None, "is for formats with a quick way only"
    usual = where(text.str.contains(form.quick), text)
    moment = usual.str.to_datetime(form.chrono, time_unit="us", strict=False, cache=False)
    if "short_year" in form.parts:
        return _in_century(moment, moment.to_physical(), pivot, _CENTURY * _DAY)
    return where(moment.is_between(*MOMENTS), moment)


def _in_century(moment: pl.Series, units: pl.Series, pivot: int, century: int) -> pl.Series:
    """The moment in the century that ``pivot`` says; ``units`` are those that it counts since 1970."""
    year = moment.dt.year()
    if pivot < _POLARS_PIVOT:
        shift = pl.when(year > 2000 + pivot).then(units - century)
    else:
        shift = pl.when(year <= 1900 + pivot).then(units + century)
    return pl.select(shift.otherwise(units).cast(moment.dtype)).to_series()


def _close_day(text: pl.Series, form: MomentFormat, pivot: int, pattern: str) -> pl.Series:
    return _closely(text, form, pivot, pattern).cast(pl.Date)


def _closely(text: pl.Series, form: MomentFormat, pivot: int, pattern: str) -> pl.Series:
    """By the parts that the pattern finds."""
    usual = where(text.str.contains(pattern), text)
    if usual.null_count() == len(text):
        return pl.Series(dtype=pl.Datetime("us")).clear(len(text))
    found = usual.str.extract_groups(pattern).struct.unnest()
    day = _year(form, pivot) + _month(form) + pl.col("day").str.zfill(2)
    days = day.str.to_date("%Y%m%d", strict=False, cache=False).cast(pl.Int64)
    moment = (days * _DAY + _clock(form)).cast(pl.Datetime("us"))
    read = found.select(moment.alias("moment"))
    return read.select(pl.when(pl.col("moment").is_between(*MOMENTS)).then("moment")).to_series()


def _year(form: MomentFormat, pivot: int) -> pl.Expr:
    if "year" in form.parts:
        return pl.col("year")
    year = pl.col("short_year")
    return pl.when(year.cast(pl.Int8) <= pivot).then("20" + year).otherwise("19" + year)


def _month(form: MomentFormat) -> pl.Expr:
    if "month" in form.parts:
        return pl.col("month").str.zfill(2)
    names, numbers = list(MONTHS), [f"{number:02}" for number in MONTHS.values()]
    return pl.col("month_name").str.to_lowercase().replace_strict(names, numbers, default=None)


def _clock(form: MomentFormat) -> pl.Expr:
    """Microseconds since midnight, in UTC where the format has an offset."""
    if not form.has_time:
        return pl.lit(0, pl.Int64)

    def number(part: str) -> pl.Expr:
        return pl.col(part).cast(pl.Int64) if part in form.parts else pl.lit(0, pl.Int64)

    clock = (number("hour") * 60 + number("minute")) * 60 + number("second")
    if "half_day" in form.parts:
        afternoon = pl.col("half_day").str.to_lowercase() == "pm"
        clock += (number("half_day_hour") % 12 + afternoon.cast(pl.Int64) * 12) * 3600
    clock *= 1_000_000
    if "fraction" in form.parts:
        clock += pl.col("fraction").str.pad_end(6, "0").cast(pl.Int64).fill_null(0)
    return clock - _offset() if "offset" in form.parts else clock


def _offset() -> pl.Expr:
    """``+01:00`` in microseconds; ``Z`` is none."""
    offset = pl.col("offset").replace("Z", "+0000")
    digits = offset.str.slice(1).str.replace(":", "", literal=True)
    minutes = digits.str.head(2).cast(pl.Int64) * 60 + digits.str.tail(2).cast(pl.Int64)
    return pl.when(offset.str.starts_with("-")).then(-minutes).otherwise(minutes) * 60_000_000
