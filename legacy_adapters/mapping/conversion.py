"""From what a source delivers to the type of a field: text is read in its locale, what is typed is not parsed again."""

from __future__ import annotations

from functools import partial
from typing import assert_never

import polars as pl
import pyarrow as pa

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.cell import Cell
from legacy_adapters.mapping.field_settings import FieldSettings, RoundingName
from legacy_adapters.mapping.reading import PLAINLY, Reading
from legacy_adapters.schema.entity import Field
from legacy_adapters.values.booleans import parse_boolean
from legacy_adapters.values.dates import parse_date, parse_datetime, typed_date, typed_datetime
from legacy_adapters.values.decimals import (
    double_to_decimal,
    integer_to_decimal,
    parse_decimal,
    parse_mixed,
    rescale,
)
from legacy_adapters.values.integers import (
    decimal_to_integer,
    double_to_integer,
    parse_integer,
    parse_mixed_integer,
)
from legacy_adapters.values.parsed import Parsed, polars_type


def to_decimal(
    cell: Cell,
    reading: Reading,
    *,
    precision: int,
    scale: int,
    rounding: RoundingName | None = None,
    implied_decimals: int = 0,
) -> Parsed:
    """The cell as decimal(precision, scale); faults as in ``values.decimals``."""
    kind = polars_type(cell.type)
    if isinstance(kind, pl.Decimal) and not implied_decimals:
        return rescale(cell.value, kind, precision=precision, scale=scale, rounding=rounding)
    if kind == pl.Int64 and rounding is None:
        return integer_to_decimal(cell.value, precision=precision, scale=scale, implied_decimals=implied_decimals)
    if kind == pl.Float64 and not implied_decimals:
        return double_to_decimal(cell.value, precision=precision, scale=scale, rounding=rounding)
    text = cell.as_text()
    notation = (PLAINLY if text.plain else reading).notation
    read = parse_decimal if cell.is_number is None else partial(parse_mixed, is_number=cell.is_number)
    return read(
        text.value,
        notation=notation,
        precision=precision,
        scale=scale,
        rounding=rounding,
        implied_decimals=implied_decimals,
    )


def to_integer(cell: Cell, reading: Reading) -> Parsed:
    """The cell as a whole number of 64 bits; faults as in ``values.integers``."""
    kind = polars_type(cell.type)
    if kind == pl.Int64:
        return Parsed(cell.value, None)
    if isinstance(kind, pl.Decimal):
        return decimal_to_integer(cell.value, kind)
    if kind == pl.Float64:
        return double_to_integer(cell.value)
    text = cell.as_text()
    if cell.is_number is not None:
        return parse_mixed_integer(text.value, cell.is_number, reading.notation)
    return parse_integer(text.value, (PLAINLY if text.plain else reading).notation)


def to_boolean(cell: Cell, reading: Reading, where: str) -> Parsed:
    """The cell as a truth value. Raises ``ConfigError`` for a text that is in both lists."""
    if pa.types.is_boolean(cell.type):
        return Parsed(cell.value, None)
    try:
        return parse_boolean(cell.as_text().value, reading.true, reading.false)
    except ValueError as error:
        raise ConfigError(str(error), where=where) from None


def to_date(cell: Cell, reading: Reading, where: str) -> Parsed:
    """The cell as a date. Raises ``ConfigError`` for a format that is not known."""
    null_dates = reading.null_dates
    if pa.types.is_temporal(cell.type) and not pa.types.is_time(cell.type):
        return typed_date(cell.value, cell.type, null_dates)
    text = cell.as_text()
    # A date that the source holds as a number (20241231) is written in its own format, not in ours.
    written = PLAINLY if text.plain and not _is_numeric(cell) else reading
    try:
        return parse_date(text.value, written.dates, pivot=reading.pivot, null_dates=null_dates)
    except ValueError as error:
        raise ConfigError(str(error), where=where) from None


def to_datetime(cell: Cell, reading: Reading, where: str) -> Parsed:
    """The cell as a point in time without a zone: local, or UTC where the zone is stated. Raises ``ConfigError`` for a
    format or a zone that is not known."""
    try:
        read = _moment(cell, reading)
    except ValueError as error:
        raise ConfigError(str(error), where=where) from None
    if not _is_zoned(cell, reading):
        return read
    return Parsed(read.value.dt.replace_time_zone(None), read.fault)


def _is_zoned(cell: Cell, reading: Reading) -> bool:
    """Whether what is read has a zone: it is named, in the column's type, or in the text."""
    in_type = isinstance(cell.type, pa.TimestampType) and cell.type.tz is not None
    return in_type or reading.zone is not None or any("%z" in form for form in reading.datetimes)


def _moment(cell: Cell, reading: Reading) -> Parsed:
    zone, null_dates = reading.zone, reading.null_dates
    if pa.types.is_temporal(cell.type) and not pa.types.is_time(cell.type):
        return typed_datetime(cell.value, cell.type, zone=zone, null_dates=null_dates)
    text = cell.as_text()
    written = PLAINLY if text.plain and not _is_numeric(cell) else reading
    return parse_datetime(text.value, written.datetimes, pivot=reading.pivot, zone=zone, null_dates=null_dates)


def _is_numeric(cell: Cell) -> bool:
    return bool(pa.types.is_integer(cell.type) or pa.types.is_decimal(cell.type))


def to_field(cell: Cell, field: Field, settings: FieldSettings, reading: Reading, where: str) -> Parsed:
    """Steps five and six: the cell as the type of its field, rounded as the settings state."""
    match field.type:
        case "text":
            return Parsed(cell.as_text().value, None)
        case "amount" | "quantity":
            return _to_number(cell, field, settings, reading)
        case "integer":
            return to_integer(cell, reading)
        case "boolean":
            return to_boolean(cell, reading, where)
        case "date":
            return to_date(cell, reading, where)
        case "datetime":
            return to_datetime(cell, reading, where)
    assert_never(field.type)


def _to_number(cell: Cell, field: Field, settings: FieldSettings, reading: Reading) -> Parsed:
    kind = polars_type(field.arrow_type)
    assert isinstance(kind, pl.Decimal), "amounts and quantities are decimals"
    scale = kind.scale if settings.scale is None else settings.scale
    precision = kind.precision - kind.scale + scale
    read = to_decimal(
        cell,
        reading,
        precision=precision,
        scale=scale,
        rounding=settings.round,
        implied_decimals=settings.implied_decimals or 0,
    )
    if scale == kind.scale:
        return read
    whole = rescale(read.value, pl.Decimal(precision, scale), precision=kind.precision, scale=kind.scale)
    return Parsed(whole.value, read.fault)
