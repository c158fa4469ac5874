"""Why rows were set aside: every field at fault, with its value as the source has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from legacy_adapters.core.reject import Reason
from legacy_adapters.mapping.faulty_cells import FaultyCells
from legacy_adapters.mapping.field import CompiledField
from legacy_adapters.mapping.rows import Rows
from legacy_adapters.schema.entity import Entity
from legacy_adapters.values.cells import as_text


@dataclass(frozen=True, slots=True)
class Guilty:
    """Some rows: their numbers in the batch, their places in ``Rows``, and the texts of their values, by field."""

    numbers: Sequence[int]
    places: pl.Series
    shown: pl.DataFrame


def reasons_of(
    guilty: Guilty, rows: Rows, entity: Entity, fields: Sequence[CompiledField], cells: FaultyCells
) -> dict[int, list[Reason]]:
    """The reasons by number in the batch, in the order of the entity's fields."""
    reasons: dict[int, list[Reason]] = {number: [] for number in guilty.numbers}
    columns = {field.field.name: field.needed for field in fields}
    for field in entity.fields:
        faults = rows.faults.get(field.name)
        if faults is None:
            continue
        texts = _texts(guilty, rows, field.name)
        for number, code, text in zip(guilty.numbers, faults.gather(guilty.places), texts, strict=True):
            if code is not None:
                cell = cells.at(number, columns.get(field.name, ()))
                reasons[number].append(Reason(code, entity.name, field.name, text if cell is None else cell[1]))
    return reasons


def _texts(guilty: Guilty, rows: Rows, name: str) -> pl.Series:
    """The values of a field as the source has them; as they were derived, if it was not mapped."""
    if name in guilty.shown.columns:
        return guilty.shown[name]
    derived = rows.value(name).gather(guilty.places)
    return pl.select(as_text(pl.lit(derived), derived.dtype)).to_series()
