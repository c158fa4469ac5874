"""Everything that can be known of a pipeline before it runs: file, source, mapping, rights; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Connection
from legacy_adapters.runs.lanes import CompiledStream, compile_streams, declare_streams, output_schemas
from legacy_adapters.runs.pipeline import load_pipeline


@dataclass(frozen=True, slots=True)
class CheckedStream:
    """What a first batch of a stream became."""

    name: str
    rows: int
    records: int
    filtered: int
    rejected: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A pipeline that could run; ``privileges`` is what its login could change at the source, were it to try."""

    pipeline: str
    streams: tuple[CheckedStream, ...]
    privileges: tuple[str, ...]

    def lines(self) -> list[str]:
        """The result in words."""
        text = [f"{self.pipeline}: the file is valid, the source answers, the mapping fits."]
        text += [
            f"  {s.name}: of the first {s.rows} rows {s.rejected} rejected, {s.filtered} filtered, {s.records} records"
            for s in self.streams
        ]
        if self.privileges:
            text.append("Warning: this login could change the source (legacy-adapters never does):")
            text += [f"  {privilege}" for privilege in self.privileges]
            text.append("  A login that may only read is safer.")
        else:
            text.append("  The login may only read.")
        return text


def check_pipeline(path: Path, params: Mapping[str, str]) -> CheckResult:
    """Validates the file, connects, reads one batch of every stream and maps it. Raises what a run would raise."""
    loaded = load_pipeline(path, params)
    with loaded.source.connect() as connection:
        output_schemas(declare_streams(loaded))
        streams = compile_streams(loaded, connection)
        checked = tuple(_check(stream, connection) for stream in streams)
        return CheckResult(loaded.name, checked, tuple(connection.privileges()))


def _check(stream: CompiledStream, connection: Connection[Any]) -> CheckedStream:
    batch = first_batch(stream, connection)
    if batch is None:
        return CheckedStream(stream.name, 0, 0, 0, 0)
    stream.mapping.verify_hook(batch)
    mapped = stream.mapping(batch)
    records = sum(records.count for records in mapped.records)
    return CheckedStream(stream.name, batch.rows.num_rows, records, mapped.filtered, len(mapped.rejects))


def first_batch(stream: CompiledStream, connection: Connection[Any]) -> Batch | None:
    """The first rows of a stream; None where there are none."""
    reader = connection.reader(stream.name, stream.settings.source, stream.mapping.columns)
    with closing(reader.read({})) as batches:  # type: ignore[type-var]
        return next((batch for batch in batches if batch.rows.num_rows), None)
