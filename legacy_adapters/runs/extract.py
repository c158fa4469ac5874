"""One stream to a file or standard output, without a pipeline file, a ledger, or anything left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from legacy_adapters.changes.unique import UniqueKey, UniqueRows
from legacy_adapters.core.batch import Batch
from legacy_adapters.core.checkpoint import Rows
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Connection, Delivery, Noting, Sink, Stage, Token
from legacy_adapters.core.records import Stamp
from legacy_adapters.core.reject import Reject
from legacy_adapters.mapping.compiled import CompiledMapping, compile_mapping
from legacy_adapters.mapping.context import MappingContext
from legacy_adapters.mapping.raw import RawMapping
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.runs.behind import SinkBehind
from legacy_adapters.runs.delivery.unanswered import answering
from legacy_adapters.runs.engine import Engine, Lane
from legacy_adapters.runs.interrupt import Interrupted, Interruption
from legacy_adapters.runs.lanes import own_key
from legacy_adapters.runs.locate import Located, locate_stream
from legacy_adapters.runs.pace import Show
from legacy_adapters.runs.pipeline.pipeline import load_mappings
from legacy_adapters.runs.pipeline.recipes import is_recipe
from legacy_adapters.runs.pipeline.yaml_file import read_yaml
from legacy_adapters.runs.report import now
from legacy_adapters.runs.standing import Standing
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.schema.currency import currency_fields
from legacy_adapters.schema.entity import Entity
from legacy_adapters.sinks.files.kinds import FORMATS, kind_of, known_endings
from legacy_adapters.sinks.registry import declare

SHOWN_REJECTS = 10


@dataclass(frozen=True, slots=True)
class Extraction:
    """What is to be extracted, and where to. Without ``mapping`` and ``entity``: the source's own columns."""

    source: str
    to: str
    table: str | None = None
    query: str | None = None
    where: str | None = None
    mapping: Path | None = None
    entity: str | None = None
    company: str | None = None
    envelope: bool = False
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Summary:
    """What became of the rows: the balance, how often each reason occurred, and the first rejects."""

    rows: Rows = field(default_factory=Rows)
    reasons: Counter[str] = field(default_factory=Counter)
    first: list[Reject] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0, or 65 where rows were rejected."""
        return 65 if self.rows.rejected else 0

    def note(self, rejects: Sequence[Reject]) -> None:
        """Counts rejects, and keeps the first to be shown."""
        self.reasons.update(reason.kind for reject in rejects for reason in reject.reasons)
        self.first.extend(rejects[: SHOWN_REJECTS - len(self.first)])

    def lines(self) -> list[str]:
        """The summary in words."""
        r = self.rows
        rows = "row" if r.read == 1 else "rows"
        text = [f"{r.read:,} {rows} read = {r.taken:,} taken + {r.filtered:,} filtered + {r.rejected:,} rejected"]
        for reject in self.first:
            text += [f"  {reject.origin}: {reason.message}" for reason in reject.reasons]
        if r.rejected > len(self.first):
            text += ["  …", *(f"  in all {count:,} × {reason}" for reason, count in self.reasons.most_common())]
        return text


def extract(wanted: Extraction, *, show: Show, located: Located | None = None) -> Summary:
    """Reads, maps and writes; a file appears whole at the end, or not at all. ``located`` is the stream where the
    caller has it already.

    Raises what a run would raise.
    """
    _check_ending(wanted.to)
    found = located or _located(wanted)
    for note in found.notes:
        show.note(note)
    summary = Summary()
    with _whole_or_not(wanted.to), Interruption() as interruption, found.source.connect() as connection:
        mapper, entities, columns = _mapper(wanted, found, connection)
        lane = Lane(
            found.name, connection.reader(found.name, found.settings, columns), mapper, _stamps(mapper, entities)
        )
        pace = _ExtractPace(interruption, show, summary)
        with (
            _stages(found) as stages,
            _staging(wanted.to) as where,
            closing(SinkBehind(lambda: answering(_open_sink(wanted, mapper, entities, where)))) as sink,
        ):
            standing = Standing()
            Engine([lane], stages, sink, _nothing, pace).run(standing)
            sink.publish()
        for note in connection.notes if isinstance(connection, Noting) else ():
            show.note(note)
    summary.rows = standing.tally(found.name).rows
    return summary


def _located(wanted: Extraction) -> Located:
    params = wanted.params if is_recipe(wanted.source) else {}
    return locate_stream(wanted.source, table=wanted.table, query=wanted.query, where=wanted.where, params=params)


@contextmanager
def _stages(found: Located) -> Iterator[dict[str, Stage]]:
    """What watches over the rows: the source's own key, where it has one that must not come twice."""
    key = own_key(found.settings)
    if not key:
        yield {}
        return
    with TemporaryDirectory(prefix="legacy-adapters-keys-") as folder:
        yield {"unique": UniqueRows(Path(folder) / "own-keys", [UniqueKey(found.name, key)])}


@contextmanager
def _staging(to: str) -> Iterator[dict[str, object]]:
    """Where to, for the sink's settings; what goes to a server is written here first, and leaves nothing behind."""
    if to == "-":
        yield {"kind": "stdout"}
    elif "://" not in to:
        yield {"kind": "file", "path": to}
    else:
        with TemporaryDirectory(prefix="legacy-adapters-outgoing-") as folder:
            yield {"kind": "file", "path": to, "staging": folder}


@dataclass(frozen=True, slots=True)
class _ExtractPace:
    """Never saves, as there is nothing to go on with; moves rejects into the summary so that they take no room."""

    interruption: Interruption
    show: Show
    summary: Summary

    def due(self) -> bool:
        return False

    def after(self, stream: str, batch: Batch, standing: Standing) -> None:
        self.show.rows(stream, batch.rows.num_rows)
        self.summary.note(standing.rejects)
        standing.saved()
        self.interruption.check()


def _nothing(standing: Standing, token: Token, stages: Mapping[str, Token]) -> None:
    """Extracting keeps no state."""


def _check_ending(to: str) -> None:
    ending = PurePath(to).suffix
    if to != "-" and kind_of(to) is None:
        near = get_close_matches(ending, FORMATS, n=1)
        raise ConfigError(
            f"a file that ends in {ending} cannot be written" if ending else "the path has no ending",
            where=f"--to {to}",
            hint=(f"Did you mean {near[0]}? " if near else "") + f"Write to {known_endings()}, or - .",
        )


@contextmanager
def _whole_or_not(to: str) -> Iterator[None]:
    """Says of an extraction that was asked to end what is true of it: nothing is saved, unlike in a run."""
    try:
        yield
    except Interrupted as error:
        error.hint = "What was read by then has been written." if to == "-" else f"{to} was not written."
        raise


def _mapper(
    wanted: Extraction, found: Located, connection: Connection[Any]
) -> tuple[CompiledMapping | RawMapping, dict[str, Entity], Sequence[str] | None]:
    schema = connection.schema(found.name, found.settings)
    mappings = _mappings(wanted, schema)
    if not mappings:
        return RawMapping(found.name, schema), {}, None
    folder = wanted.mapping.parent.absolute() if wanted.mapping else Path.cwd()
    entities = {m.to: load_entity(m.to, folder) for m in mappings}
    context = MappingContext(source_id="extract", company=wanted.company, folder=folder)
    compiled = compile_mapping(mappings, entities, schema, context)
    return compiled, entities, tuple(dict.fromkeys((*compiled.columns, *own_key(found.settings))))


def _mappings(wanted: Extraction, schema: pa.Schema) -> Sequence[MappingSettings]:
    if wanted.mapping is not None:
        _check_mapping(wanted.mapping)
        return load_mappings(wanted.mapping, {} if is_recipe(wanted.source) else wanted.params)
    if wanted.entity is None:
        return ()
    columns = {column.lower(): column for column in schema.names}
    entity = load_entity(wanted.entity, Path.cwd())
    fields = {field.name: columns[field.name] for field in entity.fields if field.name in columns}
    if not fields:
        raise ConfigError(
            f"no column is named after a field of {wanted.entity}",
            hint=f"Its columns are {', '.join(schema.names)}. Write a mapping, and name it with --map.",
        )
    return (MappingSettings.model_validate({"to": wanted.entity, "fields": fields}),)


def _check_mapping(path: Path) -> None:
    node = read_yaml(path)
    if node.child("streams") is not None or node.child("source") is not None:
        hint = "`run` and `preview` take it as it is; --map wants what stands under `map:` of a stream."
        raise ConfigError("this is a pipeline file, not a mapping", where=str(path), hint=hint)


def _stamps(mapper: CompiledMapping | RawMapping, entities: Mapping[str, Entity]) -> dict[str, Stamp]:
    began = now()
    return {
        name: Stamp("extract", "extract", began, entities[name].version if name in entities else "")
        for name in mapper.schemas
    }


def _open_sink(
    wanted: Extraction,
    mapper: CompiledMapping | RawMapping,
    entities: Mapping[str, Entity],
    where: Mapping[str, object],
) -> Sink:
    delivery = Delivery(
        schemas=mapper.schemas,
        # The source's own columns have no entry, as no entity says which are amounts: decimals keep their scale.
        currency_fields={name: currency_fields(entity) for name, entity in entities.items()},
        run_id="extract",
        started_at=now(),
        folder=Path.cwd(),
    )
    return declare({**where, "envelope": wanted.envelope}, where="--to").open(delivery, None)
