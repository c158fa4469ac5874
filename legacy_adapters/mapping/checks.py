"""Step eight: code lists, lengths, and what must not be missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from legacy_adapters.mapping.field import CompiledField
from legacy_adapters.mapping.rows import Rows
from legacy_adapters.schema.entity import Difference, Entity, Field


def check_codes(rows: Rows, fields: Sequence[CompiledField], key: Collection[str]) -> None:
    """Keeps the source's own codes beside the fields with a list; what is not in the list is null if the list is open,
    else the fault ``unknown_code``. A required field is at fault either way."""
    for compiled in fields:
        if compiled.field.codes:
            _check_code(rows, compiled, required=compiled.field.required or compiled.field.name in key)


def _check_code(rows: Rows, compiled: CompiledField, *, required: bool) -> None:
    field = compiled.field
    value = rows.values[field.name]
    unknown = ~value.is_in(list(field.codes)) & value.is_not_null()
    if not unknown.any():
        return
    if required or not field.open:
        rows.fault_where(field.name, unknown, "unknown_code")
    rows.values[field.name] = pl.select(pl.when(~unknown).then(value)).to_series()


def check_lengths(rows: Rows, fields: Sequence[CompiledField]) -> None:
    """Faults ``text_too_long``, or cuts where the pipeline says so."""
    for compiled in fields:
        field = compiled.field
        if field.length is None or field.type != "text":
            continue
        value = rows.values[field.name]
        # No text has more characters than bytes, and bytes cost nothing to count.
        longest = value.str.len_bytes().max()
        if not isinstance(longest, int) or longest <= field.length:
            continue
        if compiled.cuts:
            rows.values[field.name] = value.str.head(field.length)
        else:
            rows.fault_where(field.name, value.str.len_chars() > field.length, "text_too_long")


def check_required(rows: Rows, entity: Entity, key: Collection[str]) -> None:
    """Makes empty text of parts of the key that may not apply, and faults ``required_missing``; not where the field
    could not be derived because another is at fault."""
    for field in entity.fields:
        if field.empty_text:
            rows.values[field.name] = rows.value(field.name).fill_null("")
        elif field.required or field.name in key:
            _check_present(rows, field, entity.derive)


def _check_present(rows: Rows, field: Field, derive: Sequence[Difference]) -> None:
    value = rows.value(field.name)
    if not value.null_count():
        return
    trios = [(one.field, one.minuend, one.subtrahend) for one in derive]
    known = rows.faultless([name for trio in trios if field.name in trio for name in trio])
    missing = value.is_null()
    rows.fault_where(field.name, missing if known is None else missing & known, "required_missing")
