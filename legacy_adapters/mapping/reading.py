"""How the texts of a mapping are read: its locale, with what a field states instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.field_settings import FieldSettings
from legacy_adapters.mapping.locale import Locale
from legacy_adapters.values.booleans import FALSE, TRUE
from legacy_adapters.values.dates import PIVOT
from legacy_adapters.values.notation import PLAIN, Notation

_TIMES: Final = (" %H:%M:%S", "T%H:%M:%S", " %H:%M:%S%.f", "T%H:%M:%S%.f", " %H:%M", "T%H:%M", "")
_HOURS: Final = ("%H", "%-H", "%I", "%-I", "%T", "%R")


@dataclass(frozen=True, slots=True)
class Reading:
    """How numbers, dates and truth values are written, and which texts mean nothing."""

    notation: Notation
    dates: tuple[str, ...]
    datetimes: tuple[str, ...]
    pivot: int = PIVOT
    null_dates: tuple[date, ...] = ()
    true: tuple[str, ...] = TRUE
    false: tuple[str, ...] = FALSE
    zone: str | None = None
    null_values: tuple[str, ...] = ()


PLAINLY: Final = Reading(PLAIN, ("%Y-%m-%d",), tuple(f"%Y-%m-%d{time}" for time in _TIMES))
"""How our own texts are written: ``-12.5``, ``2024-12-31``."""


def reading_of(locale: Locale, field: FieldSettings | None, where: str) -> Reading:
    """How a field is read, or the mapping's expressions (None). Raises ``ConfigError`` for what goes not together."""
    shared = set(Locale.model_fields) & set(FieldSettings.model_fields)
    stated = {} if field is None else field.model_dump(exclude_none=True, include=shared)
    used = locale.model_copy(update=stated)
    datetimes = stated.get("date") or used.datetime or _with_times(used.date)
    try:
        notation = Notation(used.decimal, used.thousands)
    except ValueError as error:
        raise ConfigError(str(error), where=where) from None
    return Reading(
        notation=notation,
        dates=tuple(used.date),
        datetimes=tuple(datetimes),
        pivot=PIVOT if used.pivot is None else used.pivot,
        null_dates=tuple(used.null_dates),
        true=tuple(used.true or TRUE),
        false=tuple(used.false or FALSE),
        zone=used.zone,
        null_values=tuple(used.null_values),
    )


def _with_times(days: Iterable[str]) -> list[str]:
    """Formats of points in time for formats of dates; one that says the time already is taken as it is."""
    return [f"{day}{time}" for day in days for time in ([""] if any(part in day for part in _HOURS) else _TIMES)]
