"""The first rows of each stream, raw beside mapped, and the reasons of those that would be set aside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa

from legacy_adapters.core.batch import FAULTS, Batch
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.core.records import Records
from legacy_adapters.core.reject import row_as_json
from legacy_adapters.runs.check import first_batch
from legacy_adapters.runs.lanes import CompiledStream, compile_streams
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.schema.currency import currency_fields
from legacy_adapters.schema.entity import Entity
from legacy_adapters.sinks.text.cells import cells_of, numbered
from legacy_adapters.sinks.text.settings import TextOptions


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One raw row and what would become of it: records, or reasons, or (neither) it is filtered."""

    origin: str
    raw: Mapping[str, str]
    records: tuple[tuple[str, Mapping[str, str]], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a stream, and its mapping in words."""

    stream: str
    explanation: str
    rows: tuple[PreviewRow, ...]


def preview_pipeline(path: Path, params: Mapping[str, str], *, stream: str | None, limit: int) -> Iterator[Preview]:
    """Reads the first ``limit`` rows of each stream, or of one, and maps them; delivers nothing."""
    loaded = load_pipeline(path, params)
    if stream is not None and stream not in loaded.pipeline.streams:
        near = get_close_matches(stream, loaded.pipeline.streams, n=1)
        hint = f"There are {', '.join(loaded.pipeline.streams)}."
        raise ConfigError(
            f"there is no stream {stream!r}", where=str(path), hint=f"Did you mean {near[0]}? {hint}" if near else hint
        )
    with loaded.source.connect() as connection:
        for compiled in compile_streams(loaded, connection):
            if stream in (None, compiled.name):
                batch = first_batch(compiled, connection)
                rows = () if batch is None else _rows(compiled, _head(batch, limit))
                yield Preview(compiled.name, compiled.mapping.explain(), rows)


def _head(batch: Batch, limit: int) -> Batch:
    faults = None
    if batch.faults is not None:
        kept = [fault for fault in batch.faults.to_pylist() if fault["row"] < limit]
        faults = pa.RecordBatch.from_pylist(kept, schema=FAULTS)
    modified = batch.source_modified_at
    return replace(
        batch,
        rows=batch.rows.slice(0, limit),
        origin=batch.origin.slice(0, limit),
        faults=faults,
        source_modified_at=None if modified is None else modified.slice(0, limit),
    )


def _rows(stream: CompiledStream, batch: Batch) -> tuple[PreviewRow, ...]:
    mapped = stream.mapping(batch)
    reasons = {reject.origin: tuple(reason.message for reason in reject.reasons) for reject in mapped.rejects}
    records = _records(stream, mapped)
    return tuple(
        PreviewRow(origin, _texts(raw), tuple(records.get(i, ())), reasons.get(origin, ()))
        for i, (origin, raw) in enumerate(zip(map(str, batch.origin.to_pylist()), batch.rows.to_pylist(), strict=True))
    )


def _records(stream: CompiledStream, mapped: Mapped) -> dict[int, list[tuple[str, Mapping[str, str]]]]:
    found: dict[int, list[tuple[str, Mapping[str, str]]]] = {}
    for records in mapped.records:
        texts = _as_in_a_file(records, stream.entities[records.entity])
        for row, fields in zip(records.source_rows.to_pylist(), texts, strict=True):
            assert row is not None
            filled = {name: value for name, value in fields.items() if value is not None}
            found.setdefault(int(row), []).append((records.entity, filled))
    return found


def _as_in_a_file(records: Records, entity: Entity) -> list[dict[str, str | None]]:
    """The fields of each record as a CSV file would have them."""
    cells = cells_of(records.rows.schema, currency_fields(entity), TextOptions())
    return numbered(records.rows).select(cell.text.alias(cell.name) for cell in cells).to_dicts()


def _texts(row: Mapping[str, object]) -> dict[str, str]:
    plain = json.loads(row_as_json(dict(row)))
    return {name: "" if value is None else str(value) for name, value in plain.items()}
