"""How settings may be written: each scalar of a pipeline file arrives as text, a list of one without its brackets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Settings(BaseModel):
    """A piece of the pipeline file: it cannot be changed, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _as_text(value: object) -> object:
    """What Python code may hand over instead of text, as the pipeline file would have it."""
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case int():
            return str(value)
        case _:
            return value


def _as_list(value: object) -> object:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_as_text(item) for item in value)
    return value if value is None else (_as_text(value),)


Scalar: TypeAlias = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str | int | float | bool)]
"""A text that an editor may show as a number or a truth value."""

Scalars: TypeAlias = Annotated[
    tuple[str, ...],
    BeforeValidator(_as_list, json_schema_input_type=str | int | float | bool | tuple[str | int | float | bool, ...]),
]
"""One text, or a list of them."""


def _as_dates(value: object) -> object:
    if value is None:
        return None
    texts = _as_list(value)
    assert isinstance(texts, tuple), "a list of one, or a list"
    try:
        return tuple(date.fromisoformat(str(text)) for text in texts)
    except ValueError:
        raise ValueError("a date is written as 1753-01-01") from None


Dates: TypeAlias = Annotated[
    tuple[date, ...], BeforeValidator(_as_dates, json_schema_input_type=date | tuple[date, ...])
]
"""One date, or a list of them, written as 1753-01-01."""

Names: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...])]
"""One name, or a list of them."""
