"""Expressions over a row with a column of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pyarrow as pa

from legacy_adapters.mapping.columns import Columns
from legacy_adapters.mapping.locale import Locale
from legacy_adapters.mapping.reading import reading_of
from legacy_adapters.mapping.sql.expression import compile_expression
from legacy_adapters.mapping.sql.scope import RowScope
from legacy_adapters.mapping.sql.terms import Term
from legacy_adapters.mapping.stages import Stages
from tests.mapping.thing import mixed

GERMAN = Locale.model_validate({"decimal": ",", "thousands": ".", "date": "%d.%m.%Y"})

ROW: dict[str, pa.Array[Any]] = {
    "T": pa.array(["Ab-cd"]),
    "PAD": pa.array(["S   "]),
    "BETRAG": pa.array(["1.234,50"]),
    "DATUM": pa.array(["31.12.2024"]),
    "I": pa.array([7]),
    "Z": pa.array([0]),
    "D": pa.array([Decimal("10.10")], pa.decimal128(18, 2)),
    "BIG": pa.array([Decimal("9" * 36)], pa.decimal128(38, 2)),
    "F": pa.array([0.1]),
    "B": pa.array([True]),
    "DAY": pa.array([date(2024, 12, 31)]),
    "AT": pa.array([datetime(2024, 12, 31, 12)], pa.timestamp("us")),
    "M": mixed(("1.5", True)),
    "NULL_T": pa.array([None], pa.string()),
    "NULL_D": pa.array([None], pa.decimal128(18, 2)),
    "NULL_B": pa.array([None], pa.bool_()),
    "Lfd. Nr.": pa.array(["4711"]),
    "NORD$KONTO": pa.array(["1200"]),
    "Währung": pa.array(["EUR"]),
}


def scope_of(row: Mapping[str, pa.Array[Any]] = ROW, columns: Mapping[str, str] | None = None) -> RowScope:
    """The columns of a row, some of them said to hold a type."""
    schema = pa.schema([(name, array.type) for name, array in row.items()])
    return RowScope(Columns(schema), columns or {}, reading_of(GERMAN, None, "here"), Stages())


def term(sql: str) -> Term:
    """The expression, compiled."""
    return compile_expression(sql, scope_of(), "thing.x")


def result(sql: str, row: Mapping[str, pa.Array[Any]] = ROW, columns: Mapping[str, str] | None = None) -> Any:
    """What an expression yields over the row; the code of its fault where it has one."""
    scope = scope_of(row, columns)
    compiled = compile_expression(sql, scope, "thing.x")
    fault = pl.lit(None, dtype=pl.String) if compiled.fault is None else compiled.fault.cast(pl.String)
    frame = scope.stages(pl.DataFrame(pa.Table.from_pydict(dict(row))))
    value, code = frame.select(pl.coalesce(compiled.value).alias("v"), fault.alias("f")).rows()[0]
    return value if code is None else code
