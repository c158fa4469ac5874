"""Step one of a field: its value as it comes, from a column, a constant, several columns joined, or an expression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.cell import TEXT, Cell, cell_of
from legacy_adapters.mapping.columns import Column, Columns, nearest
from legacy_adapters.mapping.constants import literal
from legacy_adapters.mapping.field_settings import FieldSettings, Part
from legacy_adapters.mapping.sql.expression import compile_expression
from legacy_adapters.mapping.sql.scope import RowScope, cell_of_term
from legacy_adapters.mapping.text_steps import trimmed
from legacy_adapters.schema.entity import Field


@dataclass(frozen=True, slots=True)
class Origin:
    """The value as it comes, and the fault it may have by then."""

    cell: Cell
    fault: pl.Expr | None = None


def origin_of(field: Field, settings: FieldSettings, scope: RowScope, *, must_be_whole: bool, where: str) -> Origin:
    """The value that ``settings`` ask for.

    ``must_be_whole``: a value joined of several parts is null as soon as one of them is, as for a key; elsewhere the
    parts that are there make the value. The columns used are noted in ``scope``.
    """
    if settings.column is not None:
        column = scope.columns.find(settings.column, where)
        scope.used.add(column.name)
        return Origin(cell_of(column))
    if settings.const is not None:
        return _constant(field, settings, settings.const, where)
    if settings.concat is not None:
        return _joined(settings.concat, scope, trim=settings.trim, must_be_whole=must_be_whole, where=where)
    assert settings.expr is not None, "one of the four is stated"
    term = compile_expression(settings.expr, scope, f"{where}.expr")
    return Origin(cell_of_term(term), term.fault)


def _constant(field: Field, settings: FieldSettings, text: str, where: str) -> Origin:
    if settings.lookup is not None:
        return Origin(Cell(pl.lit(text), TEXT, plain=True))
    value = literal(text, field, f"{where}.const")
    return Origin(Cell(value, field.arrow_type, final=True))


def _joined(parts: Sequence[str | Part], scope: RowScope, *, trim: bool, must_be_whole: bool, where: str) -> Origin:
    columns = scope.columns
    found = [_part(part, columns, f"{where}.concat") for part in parts]
    used = [part.name for part in found if not isinstance(part, str)]
    if not used:
        raise ConfigError("`concat` joins at least one column", where=where, hint=nearest(str(parts[0]), columns.names))
    cells = {name: cell_of(columns.find(name, where)).as_text().value for name in used}
    scope.used.update(used)
    if trim:
        cells = {name: trimmed(value) for name, value in cells.items()}
    texts = [pl.lit(part) if isinstance(part, str) else cells[part.name] for part in found]
    value = pl.concat_str(texts, ignore_nulls=not must_be_whole)
    if not must_be_whole:
        value = pl.when(pl.any_horizontal([cell.is_not_null() for cell in cells.values()])).then(value)
    return Origin(Cell(value, TEXT))


def _part(part: str | Part, columns: Columns, where: str) -> str | Column:
    """A column, or a text: what is neither a column nor clearly something else is refused, it may be a slip."""
    if isinstance(part, Part):
        return part.const or "" if part.column is None else columns.find(part.column, where)
    column = columns.get(part, where)
    if column is not None:
        return column
    names = {name.casefold(): name for name in columns.names}
    if close := get_close_matches(part.casefold(), names, n=1, cutoff=0.75):
        raise ConfigError(
            f"there is no column {part!r}",
            where=where,
            hint=f"Did you mean {names[close[0]]}? If a text is meant, write {{const: {part}}}.",
        )
    return part
