"""What becomes of the rows of a stream of events: the records that they were, or what a mapping makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapped, Mapper
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.schema.entity import Entity
from legacy_adapters.sources.events.passing import KEPT, OF_A_STAMP, GoodEvents, MappedEvents, PassedOn
from legacy_adapters.sources.events.settings import EventStream
from legacy_adapters.sources.events.table import EXTRA

_PASSED_ON = "The records go on as they are, with the id, operation, sequence and origin that they have."


class StreamMapping(Mapper, Protocol):
    """A mapper that says what it needs and does."""

    @property
    def columns(self) -> Sequence[str]:
        """The source's columns that it needs."""
        ...

    def explain(self) -> str:
        """What happens to each field, in words."""
        ...

    def verify_hook(self, batch: Batch) -> None:
        """Raises ``ConfigError`` if a hook makes something else of a batch than of its two halves."""
        ...


def records_of(stream: EventStream, folder: Path) -> tuple[dict[str, Entity], dict[str, pa.Schema]]:
    """The entity of events that go on as they are, and the columns of their records, by its name. Raises
    ``ConfigError`` where there is no such entity."""
    entity = load_entity(stream.entity, folder)
    schema = entity.arrow_schema()
    if stream.keep_extra:
        schema = schema.append(pa.field(EXTRA.name, EXTRA.arrow_type))
    return {entity.name: entity}, {entity.name: schema}


@dataclass(frozen=True, slots=True)
class EventMapping:
    """A ``StreamMapping`` of events; ``inner`` is what the pipeline file states, if it states any."""

    mapper: Mapper
    columns: tuple[str, ...]
    inner: StreamMapping | None

    @classmethod
    def of(cls, stream: EventStream, schemas: Mapping[str, pa.Schema], inner: StreamMapping | None) -> EventMapping:
        """For a stream whose records have these columns."""
        if inner is not None:
            columns = (*inner.columns, *(name for name in KEPT if name not in inner.columns))
            return cls(GoodEvents(stream.entity, MappedEvents(inner)), columns, inner)
        schema = schemas[stream.entity]
        envelope = ("record_id", *KEPT, "origin", "source_modified_at", *OF_A_STAMP)
        return cls(GoodEvents(stream.entity, PassedOn(stream.entity, schema)), (*schema.names, *envelope), None)

    def __call__(self, batch: Batch) -> Mapped:
        """The records and rejects of a batch."""
        return self.mapper(batch)

    def explain(self) -> str:
        """What happens to each field, in words."""
        return _PASSED_ON if self.inner is None else self.inner.explain()

    def verify_hook(self, batch: Batch) -> None:
        """That of the mapping."""
        if self.inner is not None:
            self.inner.verify_hook(batch)
