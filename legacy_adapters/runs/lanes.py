"""From a loaded pipeline and an open source to lanes: each stream's records, its mapping compiled, its reader."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from legacy_adapters.changes.lookback import Known, Lookback
from legacy_adapters.changes.unique import UniqueKey
from legacy_adapters.core.checkpoint import SeenRow
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.lending import Peeking
from legacy_adapters.core.protocols import Connection, Part, Reader
from legacy_adapters.core.records import Stamp
from legacy_adapters.mapping.compiled import compile_mapping, record_schemas
from legacy_adapters.mapping.context import MappingContext
from legacy_adapters.runs.engine import Lane
from legacy_adapters.runs.event_mapping import EventMapping, StreamMapping, records_of
from legacy_adapters.runs.pipeline.pipeline import LoadedPipeline, StreamSettings
from legacy_adapters.runs.pipeline.stream_order import in_order
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.schema.entity import Entity
from legacy_adapters.sources.events.settings import EventStream
from legacy_adapters.sources.names import find_name


@dataclass(frozen=True, slots=True)
class DeclaredStream:
    """One stream as the pipeline file has it, and the columns of the records of each of its entities."""

    name: str
    settings: StreamSettings
    entities: Mapping[str, Entity]
    schemas: Mapping[str, pa.Schema]


@dataclass(frozen=True, slots=True)
class CompiledStream:
    """One stream with its mapping compiled against the columns that the source has now."""

    declared: DeclaredStream
    mapping: StreamMapping
    watermark: str | None = None
    """The column of an incremental stream that rises with every change, as the source calls it."""

    @property
    def name(self) -> str:
        """The stream's name."""
        return self.declared.name

    @property
    def settings(self) -> StreamSettings:
        """What the pipeline file says of it."""
        return self.declared.settings

    @property
    def entities(self) -> Mapping[str, Entity]:
        """The entities that its rows become, by name."""
        return self.declared.entities

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to read: those that the mapping needs, the watermark, and the source's own key."""
        marks = () if self.watermark is None else (self.watermark,)
        return tuple(dict.fromkeys((*self.mapping.columns, *marks, *own_key(self.settings.source))))


@contextmanager
def placed(loaded: LoadedPipeline, *path: str) -> Iterator[None]:
    """Adds file and line of a key to a ``ConfigError`` that only shows once the source is open."""
    try:
        yield
    except ConfigError as error:
        where = f"{loaded.where(*path)}: {error.where}" if error.where else loaded.where(*path)
        raise type(error)(error.message, where=where, hint=error.hint) from error


def declare_streams(loaded: LoadedPipeline) -> list[DeclaredStream]:
    """Every stream of a pipeline, without its source, each behind those that it comes after. Raises ``ConfigError`` for
    a mapping that cannot be."""
    declared = []
    streams = loaded.pipeline.streams
    for name in in_order({name: [one.stream for one in stream.after] for name, stream in streams.items()}):
        stream = streams[name]
        if not stream.map:
            with placed(loaded, "streams", name, "entity"):
                passed_on = records_of(stream.source, loaded.folder)
            declared.append(DeclaredStream(name, stream, *passed_on))
            continue
        entities = {m.to: load_entity(m.to, loaded.folder) for m in stream.map}
        with placed(loaded, "streams", name, "map"):
            schemas = record_schemas(stream.map, entities, _context(loaded))
        declared.append(DeclaredStream(name, stream, entities, schemas))
    return declared


def compile_stream(loaded: LoadedPipeline, stream: DeclaredStream, columns: pa.Schema) -> CompiledStream:
    """Compiles a stream for the columns that were found. Raises ``ConfigError`` where they do not fit."""
    with placed(loaded, "streams", stream.name):
        watermark = _watermark(stream.name, stream.settings, columns)
    mapping: StreamMapping | None = None
    if stream.settings.map:
        with placed(loaded, "streams", stream.name, "map"):
            mapping = compile_mapping(stream.settings.map, stream.entities, columns, _context(loaded))
    if isinstance(stream.settings.source, EventStream):
        mapping = EventMapping.of(stream.settings.source, stream.schemas, mapping)
    assert mapping is not None, "only events need none"
    return CompiledStream(stream, mapping, watermark)


def compile_streams(loaded: LoadedPipeline, connection: Connection[Any]) -> list[CompiledStream]:
    """Compiles every stream of a pipeline. Raises ``ConfigError`` for a mapping that does not fit the source."""
    compiled = []
    for stream in declare_streams(loaded):
        with placed(loaded, "streams", stream.name):
            columns = connection.schema(stream.name, stream.settings.source)
        compiled.append(compile_stream(loaded, stream, columns))
    return compiled


def _context(loaded: LoadedPipeline) -> MappingContext:
    return MappingContext(source_id=loaded.source_id, company=loaded.pipeline.source.company, folder=loaded.folder)


def output_schemas(streams: Sequence[DeclaredStream]) -> dict[str, pa.Schema]:
    """The columns of each entity that a sink will get. Streams that deliver one entity have the same columns of it."""
    schemas: dict[str, pa.Schema] = {}
    for stream in streams:
        for entity, schema in stream.schemas.items():
            if schemas.setdefault(entity, schema) != schema:
                raise ConfigError(
                    f"{entity} has other columns here than in an earlier stream",
                    where=f"stream {stream.name}",
                    hint="Set `keep_extra` alike in all mappings to one entity.",
                )
    return schemas


def watched_entities(streams: Sequence[DeclaredStream]) -> list[str]:
    """The entities whose keys must be unique over the run: those that no mapping says ``on_duplicate: keep`` of."""
    kept = {m.to for stream in streams for m in stream.settings.map if m.on_duplicate == "keep"}
    # A record that changed twice is two events.
    kept |= {entity for s in streams if isinstance(s.settings.source, EventStream) for entity in s.entities}
    return sorted({entity for stream in streams for entity in stream.entities} - kept)


def own_key(settings: object) -> tuple[str, ...]:
    """The columns by which a source tells the rows of a stream apart, where none may come twice."""
    return tuple(getattr(settings, "unique_key", ()))


def unique_keys(streams: Sequence[DeclaredStream]) -> list[UniqueKey]:
    """The streams of which no key may come twice, and the columns of each key."""
    keys = [UniqueKey(stream.name, own_key(stream.settings.source)) for stream in streams]
    return [key for key in keys if key.columns]


@dataclass(frozen=True, slots=True)
class Making:
    """What the lanes of one run have in common. ``peek``: nothing is taken away where reading would do that."""

    source_id: str
    run_id: str
    started_at: datetime
    fingerprint: str
    peek: bool = False


def make_lane(stream: CompiledStream, connection: Connection[Any] | Part[Any], making: Making, known: Known) -> Lane:
    """The lane of a stream; ``known`` asks its memory which rows were delivered before. Raises ``ConfigError``."""
    return Lane(
        name=stream.name,
        reader=opened_reader(stream, connection, stream.columns, peek=making.peek),
        mapper=stream.mapping,
        stamps={
            name: Stamp(making.source_id, making.run_id, making.started_at, entity.version)
            for name, entity in stream.entities.items()
        },
        lookback=_lookback(stream, making, known),
    )


def opened_reader(
    stream: CompiledStream, connection: Connection[Any] | Part[Any], columns: Sequence[str], *, peek: bool
) -> Reader:
    """A reader of a stream; to ``peek`` is to leave everything where it is. Raises ``ConfigError``."""
    if peek and isinstance(connection, Peeking):
        return connection.peek(stream.name, stream.settings.source, columns)
    return connection.reader(stream.name, stream.settings.source, columns)


def nothing_known(_rows: Sequence[SeenRow]) -> Collection[SeenRow]:
    """The memory of a stream of which nothing was delivered before."""
    return ()


def _watermark(name: str, stream: StreamSettings, columns: pa.Schema) -> str | None:
    incremental = getattr(stream.source, "incremental", None)
    if incremental is None:
        return None
    return find_name(incremental.column, columns.names, "column", f"stream {name}, incremental.column")


def _lookback(stream: CompiledStream, making: Making, known: Known) -> Lookback | None:
    if stream.watermark is None:
        return None
    return Lookback(stream.watermark, stream.settings.source.incremental.window, making.fingerprint, known)
