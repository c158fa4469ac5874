"""The mappings of a stream, compiled: batches in, records and rejects out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.core.reject import Reason, reject_rows
from legacy_adapters.mapping.context import MappingContext
from legacy_adapters.mapping.explain import explain
from legacy_adapters.mapping.extra import EXTRA
from legacy_adapters.mapping.faulty_cells import FaultyCells, whole_rows_at_fault
from legacy_adapters.mapping.field_settings import LookupFile
from legacy_adapters.mapping.lookup import load_lookup
from legacy_adapters.mapping.neat import neat_columns
from legacy_adapters.mapping.plan import Plan
from legacy_adapters.mapping.program import Outcome, Program
from legacy_adapters.mapping.raw_rows import RawRows
from legacy_adapters.mapping.recording import Recorder
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.schema.entity import Entity

if TYPE_CHECKING:
    from legacy_adapters.mapping.hook import Hook

__all__ = ["CompiledMapping", "MappingContext", "compile_mapping"]


def compile_mapping(
    settings: Sequence[MappingSettings], entities: Mapping[str, Entity], schema: pa.Schema, context: MappingContext
) -> CompiledMapping:
    """The mappings of a stream whose raw columns are ``schema``; lookup files are read and hooks are loaded now.

    Raises ``ConfigError`` for whatever the pipeline file says that cannot be.
    """
    plans = [Plan.of(one, entities, context) for one in settings]
    return CompiledMapping([OneMapping(plan) for plan in plans], schema)


def record_schemas(
    settings: Sequence[MappingSettings], entities: Mapping[str, Entity], context: MappingContext
) -> dict[str, pa.Schema]:
    """The columns of the records of each entity, whatever the raw columns are. Raises ``ConfigError``."""
    return _schemas([Plan.of(one, entities, context) for one in settings])


class OneMapping:
    """One of a stream's mappings, and its programs by the columns that its hook leaves.

    ``files`` are the lookup files that it was made of.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        folder = plan.context.folder
        lookups = [one.lookup for one in plan.settings.fields.values() if isinstance(one.lookup, LookupFile)]
        self._tables = {lookup: load_lookup(lookup, folder) for lookup in lookups}
        self.files = tuple(folder / lookup.file for lookup in self._tables)
        self._programs: dict[pa.Schema, Program] = {}

    def program(self, schema: pa.Schema) -> Program:
        """The mapping compiled for these columns, once."""
        if schema not in self._programs:
            self._programs[schema] = Program(self.plan, schema, self._tables.__getitem__)
        return self._programs[schema]


class CompiledMapping:
    """All mappings of a stream: a ``Mapper``.

    ``columns``: the source's columns that it needs, in the source's order. ``schemas``: the columns of the records of
    each entity. ``files``: the lookup files that it was made of, which are part of what it does.
    """

    def __init__(self, mappings: Sequence[OneMapping], schema: pa.Schema) -> None:
        self._mappings = mappings
        plans = [one.plan for one in mappings]
        self._hooks = {name: _load(name, plan.context.folder) for plan in plans if (name := plan.settings.hook)}
        self.columns = tuple(_needed(mappings, schema))
        self.schemas = _schemas(plans)
        self.files = tuple(sorted({file for one in mappings for file in one.files}))
        self._recorders = {entity: Recorder(entity, columns) for entity, columns in self.schemas.items()}

    def __call__(self, batch: Batch) -> Mapped:
        """The records and rejects of a batch. A row at fault in one mapping is rejected whole; a row is filtered if
        it has a record in none."""
        if not batch.rows.num_rows:
            # A hook that was never meant to see no rows at all might fail.
            return Mapped((), (), 0, 0)
        hooked = {name: hook(batch) for name, hook in self._hooks.items()}
        raw = RawRows(batch.rows)
        frames: dict[str | None, pl.DataFrame] = {}
        cells = FaultyCells.of(batch)
        outcomes: list[tuple[str, Outcome]] = []
        for one in self._mappings:
            name = one.plan.settings.hook
            given = hooked[name] if name else raw
            program = one.program(given.rows.schema.remove_metadata())
            program.refuse_doubles(given.doubles, f"hook {name}, batch {batch.id!r} of stream {batch.stream}")
            frame = frames.setdefault(name, pl.DataFrame(given.rows))
            outcomes.append((one.plan.entity.name, program(frame, cells, neat_columns(given.rows))))
        return self._mapped(batch, outcomes)

    def explain(self) -> str:
        """What happens to each field, in words."""
        plans = [one.plan for one in self._mappings]
        return "\n\n".join(explain(plan.settings, plan.entity, plan.key, plan.context.company) for plan in plans)

    def verify_hook(self, batch: Batch) -> None:
        """Raises ``ConfigError`` if a hook makes something else of a batch than of its two halves."""
        for hook in self._hooks.values():
            hook.verify(batch)

    def _mapped(self, batch: Batch, outcomes: Sequence[tuple[str, Outcome]]) -> Mapped:
        reasons: dict[int, list[Reason]] = {}
        for _, outcome in outcomes:
            for row, found in outcome.reasons.items():
                reasons.setdefault(row, []).extend(found)
        reasons |= whole_rows_at_fault(batch)
        records = tuple(self._recorders[entity](outcome, batch, reasons.keys()) for entity, outcome in outcomes)
        taken = _taken(batch, [outcome.numbers for _, outcome in outcomes], reasons)
        return Mapped(
            records=records,
            rejects=tuple(reject_rows(batch, dict(reasons), _record_ids(outcomes, reasons))),
            taken=taken,
            filtered=batch.rows.num_rows - taken - len(reasons),
        )


def _load(name: str, folder: Path) -> Hook:
    # Only a mapping with a hook pays for pandas.
    from legacy_adapters.mapping.hook import load_hook

    return load_hook(name, folder)


def _needed(mappings: Sequence[OneMapping], schema: pa.Schema) -> list[str]:
    """The columns that the mappings need: all of them where a hook may look at any, or the rest is kept as well."""
    bare = schema.remove_metadata()
    plain = [one for one in mappings if not one.plan.settings.hook]
    used = {name for one in plain for name in one.program(bare).used}
    if len(plain) < len(mappings) or any(one.plan.settings.keep_extra for one in mappings):
        used = set(schema.names)
    # Without any column nobody could count the rows.
    return [name for name in schema.names if name in used] or list(schema.names[:1])


def _schemas(plans: Sequence[Plan]) -> dict[str, pa.Schema]:
    """The columns of the records by entity; ``extra`` where one of its mappings keeps it."""
    schemas: dict[str, pa.Schema] = {}
    for plan in plans:
        name = plan.entity.name
        columns = schemas.setdefault(name, plan.entity.arrow_schema())
        if plan.settings.keep_extra and EXTRA.name not in columns.names:
            schemas[name] = columns.append(EXTRA)
    return schemas


def _taken(batch: Batch, numbers: Sequence[pl.Series | None], reasons: Collection[int]) -> int:
    """How many rows have a record in at least one mapping, and are not rejected."""
    some = [one for one in numbers if one is not None]
    if len(some) < len(numbers):
        return batch.rows.num_rows - len(reasons)
    with_record = pl.concat(some).unique()
    return len(with_record) - int(with_record.is_in(list(reasons)).sum())


def _record_ids(outcomes: Sequence[tuple[str, Outcome]], rows: Collection[int]) -> dict[int, str | None]:
    """The id that each rejected row would have had: that of its first mapping with a whole key."""
    ids: dict[int, str | None] = dict.fromkeys(rows)
    for _, outcome in outcomes:
        ids |= outcome.ids_of([row for row in rows if ids[row] is None])
    return ids
