"""Reading a value as the type of its field: in the locale where the source wrote it, as it is where it is typed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from legacy_adapters.mapping.cell import Cell
from legacy_adapters.mapping.field_settings import FieldSettings, RoundingName
from legacy_adapters.mapping.locale import ISO_DATES, Locale
from legacy_adapters.values.booleans import parse_boolean
from legacy_adapters.values.dates import parse_date, parse_datetime, typed_date
from legacy_adapters.values.decimals import (
    double_to_decimal,
    integer_to_decimal,
    parse_decimal,
    parse_mixed,
    rescale,
)
from legacy_adapters.values.integers import parse_integer
from legacy_adapters.values.notation import PLAIN, Notation
from legacy_adapters.values.parsed import Parsed

_TIMES = (" %H:%M:%S", "T%H:%M:%S", " %H:%M:%S%.f", "T%H:%M:%S%.f", " %H:%M", "")


@dataclass(frozen=True, slots=True)
class Reading:
    """How texts are read: a locale, with what a field states instead."""

    notation: Notation
    dates: tuple[str, ...]
    datetimes: tuple[str, ...]
    pivot: int | None
    null_dates: tuple[str, ...]
    true: tuple[str, ...]
    false: tuple[str, ...]
    zone: str | None
    null_values: tuple[str, ...]

    @classmethod
    def of(cls, locale: Locale, field: FieldSettings | None = None) -> Reading:
        """The reading of a field; of the mapping's expressions without one."""
        stated = {} if field is None else field.model_dump(exclude_none=True, include=set(Locale.model_fields))
        used = locale.model_copy(update=stated)
        datetimes = stated.get("date") or used.datetime or tuple(f"{day}{time}" for day in used.date for time in _TIMES)
        return cls(
            notation=Notation(used.decimal, used.thousands),
            dates=used.date,
            datetimes=tuple(datetimes),
            pivot=used.pivot,
            null_dates=used.null_dates,
            true=used.true,
            false=used.false,
            zone=used.zone,
            null_values=used.null_values,
        )
