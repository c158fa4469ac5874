"""Values that the pipeline file itself states: written plainly, whatever the locale, and checked beforehand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Never, TypeAlias

import polars as pl

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.schema.entity import Field, nearest
from legacy_adapters.values.parsed import polars_type

Constant: TypeAlias = str | int | bool | Decimal | date | datetime

_WRITTEN = {
    "amount": "a plain decimal such as -1234.50",
    "quantity": "a plain decimal such as 0.125",
    "date": "a date such as 2024-12-31",
    "datetime": "a point in time such as 2024-12-31T23:59:59",
    "boolean": "true or false",
    "integer": "a whole number",
}


def constant(text: str, field: Field, where: str) -> Constant:
    """The text as a value of the field. Raises ``ConfigError`` if it is none, or more than the field holds."""
    if field.codes and text not in field.codes:
        raise ConfigError(
            f"{text!r} is not in the list of codes of {field.name}",
            where=where,
            hint=f'{nearest(text, field.codes)} A lookup with `"*": ~` leaves the field empty for other codes.',
        )
    try:
        return _read(text, field)
    except (ValueError, InvalidOperation):
        raise ConfigError(
            f"{text!r} cannot be a value of {field.name}",
            where=where,
            hint=f"In a pipeline file it is written as {_WRITTEN[field.type]}.",
        ) from None


def literal(text: str, field: Field, where: str) -> pl.Expr:
    """The text as a value of the field, the same in every row."""
    return pl.lit(constant(text, field, where), dtype=polars_type(field.arrow_type))


def _read(text: str, field: Field) -> Constant:
    match field.type:
        case "text":
            return text
        case "boolean":
            return {"true": True, "false": False}[text.lower()] if text.lower() in ("true", "false") else _none_such()
        case "integer":
            return int(text) if text.lstrip("+-").isdecimal() and abs(int(text)) < 2**63 else _none_such()
        case "date":
            return date.fromisoformat(text)
        case "datetime":
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo is None else _none_such()
        case "amount" | "quantity":
            return _decimal(text, field)


def _decimal(text: str, field: Field) -> Decimal:
    value = Decimal(text)
    kind = polars_type(field.arrow_type)
    assert isinstance(kind, pl.Decimal), "amounts and quantities are decimals"
    if not value.is_finite() or value.adjusted() >= kind.precision - kind.scale:
        _none_such()
    exponent = int(value.normalize().as_tuple().exponent)
    return value if -exponent <= kind.scale else _none_such()


def _none_such() -> Never:
    raise ValueError
