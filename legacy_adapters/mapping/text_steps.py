"""What is done to a text before it is read: trim, null_values, replace, regex, split, case, pad_left, in this order."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import polars as pl
from polars.exceptions import ComputeError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.cell import Cell
from legacy_adapters.mapping.field_settings import FieldSettings


def changes_text(settings: FieldSettings) -> bool:
    """Whether the field states a step that is for texts only, so that a typed value has to become one."""
    stated = (settings.null_values, settings.replace, settings.regex, settings.split, settings.case, settings.pad_left)
    return any(one is not None for one in stated)


def only_trims(settings: FieldSettings) -> bool:
    """Whether nothing is done to a text but trimming it."""
    return settings.trim and not changes_text(settings)


def text_key(settings: FieldSettings) -> Hashable:
    """What tells the cleaning of two fields apart, but for the texts that mean nothing."""
    replaced = tuple((settings.replace or {}).items())
    return (settings.trim, replaced, settings.regex, settings.split, settings.case, settings.pad_left)


def trimmed(value: pl.Expr) -> pl.Expr:
    """The text without blanks at both ends; null where nothing is left."""
    # A condition would work out the stripped text a second time.
    return value.str.strip_chars().replace("", None)


def trim(cell: Cell) -> Cell:
    """The cell with its text trimmed; what is of our own making has no blanks around it."""
    return cell if cell.plain else replace(cell, value=trimmed(cell.value))


def clean_text(
    cell: Cell, settings: FieldSettings, null_values: Sequence[str], where: str, *, keep_empty: bool = False
) -> Cell:
    """The text after all steps. Where a step changes it, it is no longer the number that the source held."""
    value = cell.value
    # A number or a date that became text has no blanks around it.
    typed = cell.plain and cell.key is not None
    if settings.trim and not typed:
        value = value.str.strip_chars() if keep_empty else trimmed(value)
    if null_values:
        value = pl.when(~value.is_in(list(null_values))).then(value)
    before = value
    for old, new in (settings.replace or {}).items():
        value = value.str.replace_all(old, new, literal=True)
    if settings.regex is not None:
        value = value.str.extract(_checked(settings.regex, where), _group(settings.regex))
    if settings.split is not None:
        separator, piece = settings.split
        value = value.str.split(separator).list.get(piece - 1 if piece > 0 else piece, null_on_oob=True)
    if value is not before and settings.trim:
        value = trimmed(value)
    if settings.case is not None:
        value = value.str.to_uppercase() if settings.case == "upper" else value.str.to_lowercase()
    if settings.pad_left is not None:
        value = value.str.pad_start(*settings.pad_left)
    unchanged = cell.is_number if value is before or cell.is_number is None else cell.is_number & (value == before)
    return replace(cell, value=value, is_number=unchanged)


def _checked(pattern: str, where: str) -> str:
    """The pattern, after the engine that will use it has understood it."""
    try:
        pl.Series([""]).str.extract(pattern, 0)
    except ComputeError as error:
        raise ConfigError(
            f"{pattern!r} is no regular expression: {str(error).splitlines()[-1].strip()}",
            where=where,
            hint="The syntax is that of Rust's regex crate: no look-around and no back-references.",
        ) from None
    return pattern


def _group(pattern: str) -> int:
    """Which group the pattern picks: its first named one, else its first, else the whole match."""
    named = pl.Series([""]).str.extract_groups(pattern).struct.fields
    if not named:
        return 0
    return next((number for number, name in enumerate(named, 1) if not name.isdigit()), 1)
