"""A small entity with a field of every kind, and the shortest way to map raw columns to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa

from legacy_adapters.core.batch import FAULTS, MIXED, Batch
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.mapping.compiled import CompiledMapping, compile_mapping
from legacy_adapters.mapping.context import MappingContext
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.schema.entity import Difference, Entity, Field

THING = Entity(
    name="thing",
    version="1.0",
    description="Something to map to.",
    key=("company_id", "id"),
    fields=(
        Field("company_id", "text", "Whose."),
        Field("id", "text", "Which."),
        Field("name", "text", "A text.", length=10),
        Field("kind", "text", "An open list of codes.", codes=("good", "bad"), open=True),
        Field("kind_source", "text", "The source's code.", source_of="kind"),
        Field("state", "text", "A closed list of codes.", codes=("on", "off")),
        Field("net", "amount", "The difference."),
        Field("debit", "amount", "One side."),
        Field("credit", "amount", "The other."),
        Field("rate", "quantity", "A rate."),
        Field("day", "date", "A day."),
        Field("moment", "datetime", "A moment."),
        Field("flag", "boolean", "Yes or no."),
        Field("count", "integer", "How many."),
        Field("part", "text", "May not apply.", empty_text=True),
    ),
    derive=(Difference("net", "debit", "credit"),),
)

STRICT = Entity(
    name="strict",
    version="1.0",
    description="Nothing may be missing.",
    key=("company_id", "id"),
    fields=(
        Field("company_id", "text", "Whose."),
        Field("id", "text", "Which."),
        Field("name", "text", "A text.", required=True),
        Field("kind", "text", "An open list.", required=True, codes=("good",), open=True),
        Field("kind_source", "text", "The source's code.", source_of="kind"),
        Field("net", "amount", "The difference.", required=True),
        Field("debit", "amount", "One side."),
        Field("credit", "amount", "The other."),
    ),
    derive=(Difference("net", "debit", "credit"),),
)

Columns: TypeAlias = Mapping[str, Any]
"""Columns by name: lists, or Arrow arrays where the type matters."""


def mixed(*cells: tuple[str | None, bool] | None) -> pa.Array[Any]:
    """A column of mixed cells: text, and whether it is a number."""
    return pa.array([None if cell is None else {"text": cell[0], "number": cell[1]} for cell in cells], MIXED)


def batch_of(columns: Columns, faults: Sequence[tuple[int, str, str, str | None]] = ()) -> Batch:
    """A batch of these columns; lists are of text unless they hold something else."""
    arrays = {name: _column(values) for name, values in columns.items()}
    rows = pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))
    names = FAULTS.names
    cells = pa.RecordBatch.from_pylist([dict(zip(names, fault, strict=True)) for fault in faults], schema=FAULTS)
    origin = pa.array([f"row {number}" for number in range(rows.num_rows)])
    return Batch("raw", "", "after 0", rows, origin, None, faults=cells if faults else None)


def _column(values: Any) -> pa.Array[Any]:
    if isinstance(values, pa.Array):
        return values
    texts = all(value is None or isinstance(value, str) for value in values)
    column: pa.Array[Any] = pa.array(values, pa.string()) if texts else pa.array(values)
    return column


def compiled(
    fields: Mapping[str, object],
    raw: Columns,
    *,
    company: str | None = "C",
    folder: Path = Path(),
    entities: Sequence[Entity] = (THING, STRICT),
    **settings: Any,
) -> CompiledMapping:
    """The mapping of these columns to a thing, unless ``to`` says otherwise; ``id`` is the column ``ID`` if there is
    one."""
    stated = {"to": "thing", "fields": {"id": "ID"} | dict(fields)} | settings
    context = MappingContext("src", company, folder)
    by_name = {entity.name: entity for entity in entities}
    return compile_mapping([MappingSettings.model_validate(stated)], by_name, batch_of(raw).rows.schema, context)


def mapped(
    fields: Mapping[str, object],
    raw: Columns,
    faults: Sequence[tuple[int, str, str, str | None]] = (),
    **settings: Any,
) -> Mapped:
    """What becomes of these columns; without a column ``ID`` the rows are numbered."""
    whole = raw if "ID" in raw else {"ID": [str(n) for n in range(len(next(iter(raw.values()))))], **raw}
    return compiled(fields, whole, **settings)(batch_of(whole, faults))


def values(field: str, settings: object, raw: Columns, **mapping: Any) -> list[Any]:
    """The values of one field, row by row; a reason's code where the row was set aside for it."""
    result = mapped({field: settings}, raw, **mapping)
    found: list[Any] = [None] * len(next(iter(raw.values())))
    for records in result.records:
        found_here: list[Any] = records.rows.column(field).to_pylist()
        places: list[Any] = records.source_rows.to_pylist()
        for row, value in zip(places, found_here, strict=True):
            found[row] = value
    for reject in result.rejects:
        found[int(reject.origin.removeprefix("row "))] = reject.reasons[0].code
    return found


def reasons(result: Mapped) -> list[tuple[str, str, str, str | None]]:
    """All reasons: origin, field, code, value."""
    return [(r.origin, one.field, one.code, one.value) for r in result.rejects for one in r.reasons]
