"""How the records of one stream name those of another: by which fields, and the ids that these make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.key import record_ids
from legacy_adapters.mapping.plan import COMPANY
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.runs.pipeline.settings import StreamSettings
from legacy_adapters.runs.pipeline.stream_order import ComesAfter
from legacy_adapters.schema.entity import Entity, nearest

Load = Callable[[str], Entity]
"""The entity of a name."""


@dataclass(frozen=True, slots=True)
class Link:
    """The ``fields`` of ``entity`` that name a record of ``header``, in the order of its key without company_id.
    ``empty``: those where nothing stands for an empty text, as it does in that key."""

    entity: str
    header: str
    fields: tuple[str, ...]
    empty: frozenset[str]

    def ids(self, source_id: str, rows: pa.RecordBatch) -> Array:
        """The id of the record that each row names; null where it names none."""

        def column(name: str) -> pl.Series:
            read = cast("pl.Series", pl.from_arrow(rows.column(name)))
            return read.fill_null("") if name in self.empty else read

        found = record_ids(source_id, self.header, column(COMPANY), [column(name) for name in self.fields])
        return cast("Array", found.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.string()))


def links(stream: StreamSettings, after: ComesAfter, header: StreamSettings, load: Load) -> list[Link]:
    """How the records of a stream refer to those of the first mapping of the stream that it comes after: at least one
    of its mappings does. Raises ``ConfigError`` where none can."""
    if not stream.map or not header.map:
        without = "this stream" if not stream.map else after.stream
        raise ConfigError(f"{without} has no map", hint="What refers to what is known of streams with a map alone.")
    first = header.map[0]
    entity = load(first.to)
    key = tuple(name for name in first.key or entity.key if name != COMPANY)
    by = key if after.by is None else tuple(name for name in after.by if name != COMPANY)
    if len(by) != len(key):
        shown = ", ".join(key) or "company_id alone"
        raise ConfigError(
            f"by has {len(by)} fields, and {entity.name} is told by {len(key)}: {shown}",
            hint="State a field for each of them, in their order; company_id is compared anyway.",
        )
    if after.by is not None:
        _check_known(by, stream.map, load)
    empty = frozenset(mine for mine, name in zip(by, key, strict=True) if entity.field(name).empty_text)
    found = [Link(one.to, entity.name, by, empty) for one in stream.map if set(by) <= one.fields.keys()]
    if not found:
        raise ConfigError(
            f"no mapping fills {', '.join(by)}, by which {stream.map[0].to} would name {entity.name} of {after.stream}",
            hint=f"State `by`: the mapped fields that hold {', '.join(key)}, as in "
            f"`after: {{stream: {after.stream}, by: [{', '.join(key)}]}}`.",
        )
    return list(dict.fromkeys(found))


def _check_known(by: Sequence[str], mappings: Sequence[MappingSettings], load: Load) -> None:
    entities = [load(one.to) for one in mappings]
    for name in by:
        if not any(name in entity.names for entity in entities):
            raise ConfigError(f"{entities[0].name} has no field {name!r}", hint=nearest(name, entities[0].names))
