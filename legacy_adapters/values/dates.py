"""Every way to a date or a point in time: from text by formats, and from a source's own dates and times."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from legacy_adapters.values.moment_format import compiled
from legacy_adapters.values.moments import DAYS, MOMENTS, attempts, day_attempts, is_whole_day
from legacy_adapters.values.notation import BLANKS
from legacy_adapters.values.parsed import (
    FAULT,
    Attempt,
    ColumnType,
    Parsed,
    Reader,
    fault_where,
    in_turn,
    polars_type,
    read_once,
)

PIVOT: Final = 68
"""The last two-digit year of this century unless a pipeline says otherwise; the rule of POSIX and of Python."""

_NO_DATE: Final = r"^(?:0[0 ./:T-]*|[./-] +[./-])$"
"""Nothing but zeros, or an empty form (``  .  .    ``): how systems without null write that there is no date."""

_YEAR_ZERO: Final = r"(?:^|[^0-9])0{4}(?:[^0-9]|$)"
_LOCAL: Final = pl.Datetime("us")
_UTC: Final = pl.Datetime("us", "UTC")
_VALUE, _FAULT = pl.col("value"), pl.col("fault")


def parse_date(
    text: pl.Expr, formats: Sequence[str], *, pivot: int = PIVOT, null_dates: Collection[date] = ()
) -> Parsed:
    """Reads dates in the first of ``formats`` (words of ``strptime``) by which there is such a day.

    Null are empty and blank texts, dates of zeros (``00.00.0000``), empty forms (``  .  .    ``), and ``null_dates``.
    Midnight after a date is ignored, and so is 23:59:59, the time of NAV's closing dates; with any other time it is no
    date, as something would be cut. Two-digit years up to ``pivot`` are of this century.

    Faults: ``not_a_date``; ``date_out_of_range`` in the year 0. Raises ``ValueError`` for a format that is not known.
    """
    _check(formats, pivot)
    ways = [way for form in formats for way in day_attempts(compiled(form), pivot)]
    return read_once(text, pl.Date(), _without(_in_turn(ways, pl.Date()), null_dates))


def parse_datetime(
    text: pl.Expr,
    formats: Sequence[str],
    *,
    pivot: int = PIVOT,
    zone: str | None = None,
    null_dates: Collection[date] = (),
) -> Parsed:
    """Reads points in time in the first of ``formats`` by which there is one; a format of a date alone means midnight.

    They stay local and are ``Datetime("us")``, unless a ``zone`` is named (``Europe/Berlin``) or each format has an
    offset (``%z``): then they become UTC, ``Datetime("us", "UTC")``. Null as in ``parse_date``; any time on one of
    ``null_dates`` is none.

    Faults: ``not_a_date``, also for a local time that the zone never had or had twice (summer time), and
    ``date_out_of_range``. Raises ``ValueError`` for a format or a zone that is not known.
    """
    _check(formats, pivot)
    forms = [compiled(form) for form in formats]
    with_offset = {"offset" in form.parts for form in forms}
    if len(with_offset) > 1 or (True in with_offset and zone is not None):
        raise ValueError("%z says the zone: it stands in all formats or in none, and not beside a named zone")
    ways = [way for form in forms for way in attempts(form, pivot)]
    local = _without(_in_turn(ways, _LOCAL), null_dates)
    if True in with_offset:
        return read_once(text, _UTC, _finished(local, _VALUE.dt.replace_time_zone("UTC")))
    return read_once(text, _LOCAL, local) if zone is None else read_once(text, _UTC, _in_utc(local, zone))


def typed_date(value: pl.Expr, dtype: ColumnType, null_dates: Collection[date] = ()) -> Parsed:
    """A source's own dates, or points in time that stand for a day, as dates.

    Faults: ``date_out_of_range`` outside the years 1 to 9999, and ``not_a_date`` for a time other than midnight and
    23:59:59. Raises ``ValueError`` for a column of another type.
    """
    kind = polars_type(dtype)
    if not isinstance(kind, pl.Date | pl.Datetime):
        raise ValueError(f"a column of {kind} holds no dates")

    def reader(values: pl.Series) -> pl.DataFrame:
        fault = fault_where(~_VALUE.cast(pl.Date).is_between(*DAYS), "date_out_of_range")
        if isinstance(kind, pl.Datetime):
            whole = is_whole_day(_VALUE.dt.cast_time_unit("us"))
            fault = pl.coalesce(fault, fault_where(~whole, "not_a_date"))
        found = values.to_frame("value").with_columns(fault.alias("fault"))
        return found.select(pl.when(_FAULT.is_null()).then(_VALUE.cast(pl.Date)).alias("value"), "fault")

    return read_once(value, pl.Date(), _without(reader, null_dates))


def typed_datetime(
    value: pl.Expr, dtype: ColumnType, *, zone: str | None = None, null_dates: Collection[date] = ()
) -> Parsed:
    """A source's own points in time, or dates as their midnight; with a zone in UTC, as ``parse_datetime`` has it.

    What the source delivers in UTC stays so, whatever the ``zone``. Faults and errors as there.
    """
    kind = polars_type(dtype)
    if not isinstance(kind, pl.Date | pl.Datetime):
        raise ValueError(f"a column of {kind} holds no points in time")
    in_utc = isinstance(kind, pl.Datetime) and kind.time_zone is not None

    def reader(values: pl.Series) -> pl.DataFrame:
        moment = _VALUE.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if in_utc else _VALUE
        fits = moment.cast(pl.Date).is_between(*DAYS)
        return values.to_frame("value").select(
            pl.when(fits).then(moment.cast(_LOCAL)).alias("value"),
            fault_where(~fits, "date_out_of_range").alias("fault"),
        )

    local = _without(reader, null_dates)
    if in_utc:
        return read_once(value, _UTC, _finished(local, _VALUE.dt.replace_time_zone("UTC")))
    return read_once(value, _LOCAL, local) if zone is None else read_once(value, _UTC, _in_utc(local, zone))


def _check(formats: Sequence[str], pivot: int) -> None:
    if not formats or isinstance(formats, str):
        raise ValueError("a list of date formats is needed, such as ['%d.%m.%Y']")
    if not 0 <= pivot <= 99:
        raise ValueError(f"the pivot of two-digit years is 0 to 99, not {pivot}")


def _in_turn(ways: Sequence[Attempt], kind: pl.DataType) -> Reader:
    """The first way at once on all texts, the others on what is left, and all once more without blanks around."""
    last = _unread(kind)
    others, again = in_turn(ways[1:], last), in_turn(ways, last)

    def reader(texts: pl.Series) -> pl.DataFrame:
        bare = texts.str.strip_chars(BLANKS)
        return others(texts) if (bare == texts).all() else again(bare)

    return in_turn(ways[:1], reader)


def _unread(kind: pl.DataType) -> Reader:
    """What is left in the end: no date, or no date that there is."""

    def reader(texts: pl.Series) -> pl.DataFrame:
        code = pl.when(texts.str.contains(_YEAR_ZERO)).then(pl.lit("date_out_of_range", FAULT))
        fault = pl.when(~texts.str.contains(_NO_DATE)).then(code.otherwise(pl.lit("not_a_date", FAULT)))
        return pl.select(pl.Series("value", dtype=kind).clear(len(texts)), fault.alias("fault"))

    return reader


def _finished(reader: Reader, value: pl.Expr) -> Reader:
    """What ``reader`` reads, with one more step for its values."""
    return lambda column: reader(column).with_columns(value.alias("value"))


def _without(reader: Reader, null_dates: Collection[date]) -> Reader:
    if not null_dates:
        return reader
    return _finished(reader, pl.when(~_VALUE.cast(pl.Date).is_in(sorted(null_dates))).then("value"))


def _in_utc(local: Reader, zone: str) -> Reader:
    """Local times in UTC. Raises ``ValueError`` if there is no such zone."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"there is no time zone {zone!r}; they are called as Europe/Berlin is") from None
    placed = _VALUE.dt.replace_time_zone(zone, ambiguous="null", non_existent="null").dt.convert_time_zone("UTC")

    def reader(column: pl.Series) -> pl.DataFrame:
        found = local(column).with_columns(placed.alias("placed"))
        unplaced = fault_where(_VALUE.is_not_null() & pl.col("placed").is_null(), "not_a_date")
        fits = pl.col("placed").dt.replace_time_zone(None).is_between(*MOMENTS)
        fault = pl.coalesce("fault", unplaced, fault_where(~fits, "date_out_of_range"))
        return found.select(pl.when(fits).then("placed").alias("value"), fault.alias("fault"))

    return reader
