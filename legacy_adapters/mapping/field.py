"""One field of a mapping, compiled: its value and the first fault it may have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Final, TypeAlias

import polars as pl

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.cell import Cell, cell_of
from legacy_adapters.mapping.constants import literal
from legacy_adapters.mapping.conversion import to_field
from legacy_adapters.mapping.faults import fault_within, first_fault
from legacy_adapters.mapping.field_settings import FieldSettings, LookupFile
from legacy_adapters.mapping.locale import Locale
from legacy_adapters.mapping.lookup import Lookup
from legacy_adapters.mapping.origin import origin_of
from legacy_adapters.mapping.reading import Reading, reading_of
from legacy_adapters.mapping.sql.expression import compile_condition
from legacy_adapters.mapping.sql.scope import RowScope
from legacy_adapters.mapping.text_steps import changes_text, clean_text, only_trims, text_key, trim
from legacy_adapters.schema.entity import Field
from legacy_adapters.values.parsed import Parsed, fault_where

LookupLoader: TypeAlias = Callable[[LookupFile], Mapping[str, str | None]]
"""Reads a lookup file, once, while the mapping is compiled."""

_DECIMAL = frozenset({"amount", "quantity"})
_NUMBER = _DECIMAL | {"integer"}
_MOMENT = frozenset({"date", "datetime"})

_ONLY_FOR: Final[dict[str, frozenset[str]]] = {
    "decimal": _NUMBER,
    "thousands": _NUMBER,
    "sign": _NUMBER,
    "implied_decimals": _DECIMAL,
    "round": _DECIMAL,
    "scale": _DECIMAL,
    "date": _MOMENT,
    "pivot": _MOMENT,
    "null_dates": _MOMENT,
    "zone": frozenset({"datetime"}),
    "true": frozenset({"boolean"}),
    "false": frozenset({"boolean"}),
}
"""The types of fields that a setting is for, if not for all."""


@dataclass(frozen=True, slots=True)
class CompiledField:
    """A field's value and its fault (None: it can have none), over the columns of a raw row.

    ``columns`` are those that it uses, ``needed`` those of which a cell that the reader could not read is a fault (and
    not null, by ``on_error``). ``shown`` is the text of its value as it comes, for reasons. ``cuts``: a text that is
    too long is cut. ``code``: the source's own code, before the lookup.
    """

    field: Field
    value: pl.Expr
    fault: pl.Expr | None
    shown: pl.Expr
    columns: frozenset[str]
    needed: frozenset[str]
    cuts: bool = False
    code: pl.Expr | None = None


@dataclass(frozen=True, slots=True)
class FieldCompiler:
    """Compiles the fields of one mapping."""

    scope: RowScope
    locale: Locale
    load_lookup: LookupLoader

    def __call__(self, field: Field, settings: FieldSettings, *, must_be_whole: bool, where: str) -> CompiledField:
        """The field, compiled. Raises ``ConfigError`` for whatever in its settings cannot be."""
        for name, types in _ONLY_FOR.items():
            if getattr(settings, name) is not None and field.type not in types:
                fields = " and ".join(sorted(types))
                raise ConfigError(f"`{name}` is for {fields} fields, {field.name} is {field.type}", where=where)
        if settings.scale is not None and settings.scale > (field.scale or 0):
            raise ConfigError(f"{field.name} holds {field.scale} decimals", where=f"{where}.scale")
        return _Steps(self, field, settings, reading_of(self.locale, settings, where), where).compiled(must_be_whole)


@dataclass(frozen=True, slots=True)
class _Steps:
    """The steps of one field: its value is read from some columns, others are consulted for sign and ``when``."""

    mapping: FieldCompiler
    field: Field
    settings: FieldSettings
    reading: Reading
    where: str
    read: set[str] = default(default_factory=set)
    consulted: set[str] = default(default_factory=set)

    def compiled(self, must_be_whole: bool) -> CompiledField:
        settings = self.settings
        scope = replace(self.mapping.scope, used=self.read)
        origin = origin_of(self.field, settings, scope, must_be_whole=must_be_whole, where=self.where)
        code = self._cleaned(origin.cell)
        cell, missed = self._looked_up(code)
        read = self._signed(self._as_type(cell))
        value, later = read.value, first_fault(missed, read.fault)
        if settings.on_error == "null" and later is not None:
            value, later = pl.when(later.is_null()).then(value), None
        value = self._or_default(value, cell.value.is_not_null())
        value, fault = self._where_it_holds(value, first_fault(origin.fault, later))
        forgiven = settings.on_error == "null" and settings.column is not None
        return CompiledField(
            field=self.field,
            value=value,
            fault=fault,
            shown=origin.cell.as_text().value,
            columns=frozenset(self.read | self.consulted),
            needed=frozenset(self.consulted if forgiven else self.read | self.consulted),
            cuts=settings.on_too_long == "cut",
            code=None if code.final or not self.field.codes else code.as_text().value,
        )

    def _cleaned(self, cell: Cell) -> Cell:
        """Step three, for texts, and for what has to become one first."""
        needed = cell.is_text or changes_text(self.settings) or self.settings.lookup or self.field.type == "text"
        if cell.final or not needed:
            return cell
        text, reading = cell.as_text(), self.reading
        meaningless = self.settings.null_values or (() if text.plain else reading.null_values)
        keep_empty = self.field.type == "boolean" and "" in (*reading.true, *reading.false)
        return self.mapping.scope.stages.cleaned(
            text,
            lambda one: clean_text(one, self.settings, meaningless, self.where, keep_empty=keep_empty),
            text_key(self.settings),
            meaningless,
            keep_empty,
            trims=only_trims(self.settings) and not meaningless and not keep_empty,
        )

    def _as_type(self, cell: Cell) -> Parsed:
        """Steps five and six."""
        if cell.final or (cell.is_text and self.field.type == "text"):
            return Parsed(cell.value, None)
        return self.mapping.scope.stages.read(
            cell,
            lambda one: to_field(one, self.field, self.settings, self.reading, self.where),
            self.field.type,
            self.settings.scale,
            self.settings.round,
            self.settings.implied_decimals,
            self.reading,
        )

    def _looked_up(self, cell: Cell) -> tuple[Cell, pl.Expr | None]:
        """Step four: the cell that the table has for the code, and the fault of a code that is not in it."""
        table = self.settings.lookup
        if table is None:
            return cell, None
        entries = self.mapping.load_lookup(table) if isinstance(table, LookupFile) else table
        found = Lookup.of(entries, self.field, f"{self.where}.lookup").find(cell.value, self.field)
        return Cell(found.value, self.field.arrow_type, final=True), found.fault

    def _signed(self, read: Parsed) -> Parsed:
        """The end of step five: turned around where the column of the sign says so."""
        sign = self.settings.sign
        if sign is None:
            return read
        column = self.mapping.scope.columns.find(sign.column, f"{self.where}.sign")
        self.consulted.add(column.name)
        way = self.mapping.scope.stages.cleaned(cell_of(column).as_text(), trim, "trim", trims=True).value
        negative = way.is_in(list(sign.negative)).fill_null(value=False)
        value = pl.when(negative).then(-read.value).otherwise(read.value)
        if sign.positive is None:
            return Parsed(value, read.fault)
        known = way.is_in([*sign.negative, *sign.positive]).fill_null(value=False)
        return Parsed(value, first_fault(read.fault, fault_where(~known & read.value.is_not_null(), "unknown_code")))

    def _or_default(self, value: pl.Expr, given: pl.Expr) -> pl.Expr:
        """The value where there was one to read, else the default; without a default, the value."""
        text = self.settings.default
        if text is None:
            return value
        return pl.when(given).then(value).otherwise(literal(text, self.field, f"{self.where}.default"))

    def _where_it_holds(self, value: pl.Expr, fault: pl.Expr | None) -> tuple[pl.Expr, pl.Expr | None]:
        """Step two, done last: what is read under two conditions is then read once."""
        if self.settings.when is None:
            return value, fault
        scope = replace(self.mapping.scope, used=self.consulted)
        condition = compile_condition(self.settings.when, scope, f"{self.where}.when")
        holds = condition.value.fill_null(value=False)
        masked = pl.when(holds).then(value) if self.settings.default is None else self._or_default(value, holds)
        return masked, first_fault(condition.fault, fault_within(holds, fault))
