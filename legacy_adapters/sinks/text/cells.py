"""Turns the columns of an entity into text, by the rules of the common schema: what CSV and JSON Lines share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.core.errors import ConfigError, Defect
from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.sinks.text.settings import TextOptions
from legacy_adapters.values.moment_text import day_text, moment_text
from legacy_adapters.values.text import decimal_to_text, minor_units

CellKind: TypeAlias = Literal["text", "day", "moment", "bool", "integer", "decimal", "float"]

_TIME = "%H:%M:%S%.f"
_UNKNOWN_CURRENCY = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One column: its name, what it holds, itself, and the expression that makes text (null stays null) of it.

    Both expressions are for rows that were ``numbered``.
    """

    name: str
    kind: CellKind
    column: pl.Expr
    text: pl.Expr


def numbered(rows: pa.RecordBatch) -> pl.DataFrame:
    """The rows with their columns called 0, 1, …: Polars takes names such as ``*`` and ``^a$`` for patterns."""
    return pl.DataFrame([_series(column).alias(str(number)) for number, column in enumerate(rows.columns)])


def _series(column: Array) -> pl.Series:
    # Most fields of most entities have no value at all: columns of nothing share one of their type.
    return _nulls(column.type, len(column)) if column.null_count == len(column) else pl.Series(column)


@lru_cache(maxsize=16)
def _nulls(kind: pa.DataType, count: int) -> pl.Series:
    empty: Any = pa.nulls
    return pl.Series(empty(count, kind))


def columns_of(entity: str, schema: pa.Schema, *, envelope: bool) -> pa.Schema:
    """The columns of an entity's file: its own, then the envelope's. Raises ``ConfigError`` for a name used twice."""
    fields = [*schema, *(ENVELOPE if envelope else ())]
    names = [field.name for field in fields]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        hint = "Give one of them another name (in SQL: AS), or leave the envelope out."
        raise ConfigError(f"two columns are called {', '.join(twice)}", where=entity, hint=hint)
    return pa.schema(fields)


def cells_of(
    schema: pa.Schema, currencies: Mapping[str, str] | None, options: TextOptions, *, decimal: str = "."
) -> list[Cell]:
    """The cells of each column, in order. ``currencies``: amount → the column with its currency ("": unknown); None
    for rows that are no records of a schema: their decimals keep the scale that the source gave them."""
    types = pl.DataFrame(pa.RecordBatch.from_pylist([], schema=schema)).dtypes
    cells = []
    for number, (name, kind) in enumerate(zip(schema.names, types, strict=True)):
        column = pl.col(str(number))
        own = kind.scale if isinstance(kind, pl.Decimal) else 0
        minimum = own if currencies is None else _minimum(name, schema.names, currencies)
        text = _text(column, kind, minimum, options, decimal)
        cells.append(Cell(name, _kind(name, kind), column, text))
    return cells


def _minimum(name: str, columns: list[str], currencies: Mapping[str, str]) -> int | pl.Expr:
    """How many decimals at least: an amount has the minor units of its currency, anything else none."""
    if name not in currencies:
        return 0
    currency = currencies[name]
    if not currency or currency not in columns:
        return _UNKNOWN_CURRENCY
    return minor_units(pl.col(str(columns.index(currency))))


def _kind(name: str, kind: pl.DataType) -> CellKind:
    match kind:
        case pl.String() | pl.Struct():
            return "text"
        case pl.Decimal():
            return "decimal"
        case pl.Date():
            return "day"
        case pl.Datetime() | pl.Time():
            return "moment"
        case pl.Boolean():
            return "bool"
        case pl.Float64() | pl.Float32():
            return "float"
        case _ if kind.is_integer():
            return "integer"
        case _:
            raise Defect(f"a column of type {kind} came to the sink", where=name)


def _text(column: pl.Expr, kind: pl.DataType, minimum: int | pl.Expr, options: TextOptions, decimal: str) -> pl.Expr:
    match kind:
        case pl.Decimal():
            return decimal_to_text(column, kind.scale, minimum=minimum, decimal=decimal)
        case pl.Date():
            stated = _chrono(options.date_format)
            return day_text(column) if stated is None else column.dt.to_string(stated)
        case pl.Datetime():
            return _moment(column, kind, options)
        case pl.Time():
            return column.dt.to_string(_TIME)
        case pl.Float64() | pl.Float32():
            return column.cast(pl.String).str.replace(".", decimal, literal=True)
        case pl.Struct():
            return column.struct.field("text")
        case _:
            return column.cast(pl.String)


def _moment(column: pl.Expr, kind: pl.Datetime, options: TextOptions) -> pl.Expr:
    stated = _chrono(options.datetime_format)
    if kind.time_zone is not None:
        column = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    if stated is not None:
        return column.dt.to_string(stated)
    return moment_text(column) + "Z" if kind.time_zone is not None else moment_text(column)


def _chrono(pattern: str | None) -> str | None:
    """Python's pattern as Polars knows it: there ``%f`` is nanoseconds without a point, here six digits."""
    return None if pattern is None else pattern.replace("%%", "\0").replace("%f", "%6f").replace("\0", "%%")
