"""What the expressions of a mapping see: the source's columns, each as a term of a kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl
import pyarrow as pa
from sqlglot import exp

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.cell import TEXT, Cell, cell_of
from legacy_adapters.mapping.columns import Columns
from legacy_adapters.mapping.conversion import to_boolean, to_date, to_datetime, to_decimal, to_integer
from legacy_adapters.mapping.faults import first_fault
from legacy_adapters.mapping.reading import Reading
from legacy_adapters.mapping.sql.terms import DIGITS, Kind, Term, literal_moment
from legacy_adapters.mapping.stages import Stages
from legacy_adapters.mapping.text_steps import trim
from legacy_adapters.values.decimals import integer_to_decimal, rescale
from legacy_adapters.values.parsed import Parsed

ANY_SCALE = 12
"""The decimals of a column that is only said to be ``decimal``: as many as the schema's quantities have."""

_CASTS = {
    "TEXT": "text", "VARCHAR": "text", "NVARCHAR": "text", "CHAR": "text", "NCHAR": "text",
    "DECIMAL": "decimal",
    "INT": "integer", "BIGINT": "integer", "SMALLINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime", "DATETIME": "datetime", "TIMESTAMPNTZ": "datetime",
}  # fmt: skip

_KINDS = {"boolean": Kind.BOOLEAN, "date": Kind.DATE, "datetime": Kind.DATETIME}


@dataclass(frozen=True, slots=True)
class RowScope:
    """The columns of a row for one expression; ``used`` collects the names of those that it uses."""

    columns: Columns
    stated: Mapping[str, str]
    reading: Reading
    stages: Stages
    used: set[str] = field(default_factory=set)

    def column(self, name: str, where: str) -> Term:
        """The column as a term: text is text unless ``columns`` says otherwise, what is typed stays so."""
        found = self.columns.find(name, where)
        self.used.add(found.name)
        return self._read(cell_of(found), self.stated.get(found.name) or _own_type(found.type), where)

    def cast(self, term: Term, to: exp.DataType, where: str) -> Term:
        """The term read as another type, as the mapping's locale has it; what cannot be read is a fault."""
        name = _CASTS.get(to.this.name)
        if name is None:
            raise ConfigError(
                f"CAST to {to.sql()} is not allowed",
                where=where,
                hint="Allowed are TEXT, DECIMAL(p,s), INTEGER, DATE, TIMESTAMP and BOOLEAN.",
            )
        if term.literal is not None and term.kind is Kind.TEXT and name in ("date", "datetime"):
            return literal_moment(term.literal, Kind.DATE if name == "date" else Kind.DATETIME, where)
        sizes = [part.name for part in to.expressions] if name == "decimal" else []
        stated = f"decimal({sizes[0]},{sizes[1] if len(sizes) > 1 else 0})" if sizes else name
        read = self._read(cell_of_term(term), stated, where)
        return replace(read, fault=first_fault(term.fault, read.fault))

    def _read(self, cell: Cell, stated: str, where: str) -> Term:
        """The cell as the type that is stated for it."""
        if stated == "text":
            return Term(cell.as_text().value, Kind.TEXT)
        if cell.is_text and not cell.plain:
            cell = self.stages.cleaned(cell, trim, "trim", trims=True)
        if stated in _KINDS:
            typed = self.stages.read(cell, lambda one: self._typed(one, stated, where), stated)
            return Term(typed.value, _KINDS[stated], fault=typed.fault)
        if stated == "integer":
            whole = self.stages.read(cell, lambda one: to_integer(one, self.reading), stated)
            return Term(integer_to_decimal(whole.value, precision=DIGITS, scale=0).value, Kind.NUMBER, 0, whole.fault)
        size, scale = _size_of(stated, where)
        read = self.stages.read(cell, lambda one: to_decimal(one, self.reading, precision=size, scale=scale), stated)
        wide = rescale(read.value, pl.Decimal(size, scale), precision=DIGITS, scale=scale)
        return Term(wide.value, Kind.NUMBER, scale, read.fault)

    def _typed(self, cell: Cell, stated: str, where: str) -> Parsed:
        read = {"boolean": to_boolean, "date": to_date, "datetime": to_datetime}[stated]
        return read(cell, self.reading, where)


def cell_of_term(term: Term) -> Cell:
    """What an expression yields, as the cell of a column."""
    types: dict[Kind, pa.DataType] = {
        Kind.TEXT: TEXT,
        Kind.NULL: TEXT,
        Kind.NUMBER: pa.decimal128(DIGITS, term.scale),
        Kind.BOOLEAN: pa.bool_(),
        Kind.DATE: pa.date32(),
        Kind.DATETIME: pa.timestamp("us"),
    }
    value = term.value.cast(pl.String) if term.kind is Kind.NULL else term.value
    return Cell(value, types[term.kind], plain=term.literal is not None)


def _own_type(kind: pa.DataType) -> str:
    """The type of a column as ``columns`` would state it, if nothing is stated."""
    if pa.types.is_decimal128(kind):
        return f"decimal({kind.precision},{kind.scale})"
    if pa.types.is_timestamp(kind):
        return "datetime"
    named = {pa.int64(): "integer", pa.float64(): "decimal", pa.bool_(): "boolean", pa.date32(): "date"}
    return named.get(kind, "text")


def _size_of(stated: str, where: str) -> tuple[int, int]:
    """Precision and scale of ``decimal``, ``decimal(18,2)``."""
    sizes = [int(size) for size in re.findall(r"\d+", stated)]
    precision, scale = sizes if sizes else (DIGITS, ANY_SCALE)
    if not 0 <= scale <= precision <= DIGITS or not precision:
        raise ConfigError(f"there is no {stated}", where=where, hint=f"At most {DIGITS} digits can be held.")
    return precision, scale
