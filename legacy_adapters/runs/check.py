"""Everything that can be known of a pipeline before it runs: file, source, mapping, rights; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import NothingWaiting
from legacy_adapters.core.protocols import Connection
from legacy_adapters.runs.lanes import (
    CompiledStream,
    DeclaredStream,
    compile_stream,
    declare_streams,
    opened_reader,
    output_schemas,
    placed,
)
from legacy_adapters.runs.pipeline.pipeline import LoadedPipeline, load_pipeline


@dataclass(frozen=True, slots=True)
class CheckedStream:
    """What a first batch of a stream became."""

    name: str
    rows: int
    records: int
    filtered: int
    rejected: int
    waiting: bool = True
    """False where there is nothing to read now, so that the mapping could not be tried."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Why rows were rejected, and how often, the most frequent reason first."""

    @property
    def lines(self) -> list[str]:
        """The result in words."""
        if not self.waiting:
            return [f"  {self.name}: nothing is waiting, so the mapping could not be tried"]
        first = f"of the first {self.rows:,} rows {self.rejected:,} rejected, {self.filtered:,} filtered"
        why = [f"    {count:,} × {reason}" for reason, count in self.reasons.items()]
        return [f"  {self.name}: {first}, {self.records:,} records", *why]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A pipeline that could run; ``privileges`` is what its login could change at the source, were it to try."""

    pipeline: str
    streams: tuple[CheckedStream, ...]
    privileges: tuple[str, ...]

    def lines(self) -> list[str]:
        """The result in words."""
        fits = ", the mapping fits" if all(s.waiting for s in self.streams) else ""
        text = [f"{self.pipeline}: the file is valid, the source answers{fits}."]
        text += [line for stream in self.streams for line in stream.lines]
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
        streams = declare_streams(loaded)
        output_schemas(streams)
        checked = tuple(_check(loaded, stream, connection) for stream in streams)
        return CheckResult(loaded.name, checked, tuple(connection.privileges()))


def _check(loaded: LoadedPipeline, declared: DeclaredStream, connection: Connection[Any]) -> CheckedStream:
    try:
        with placed(loaded, "streams", declared.name):
            columns = connection.schema(declared.name, declared.settings.source)
    except NothingWaiting:
        return CheckedStream(declared.name, 0, 0, 0, 0, waiting=False)
    stream = compile_stream(loaded, declared, columns)
    batch = first_batch(stream, connection)
    if batch is None:
        return CheckedStream(stream.name, 0, 0, 0, 0)
    stream.mapping.verify_hook(batch)
    mapped = stream.mapping(batch)
    records = sum(records.count for records in mapped.records)
    reasons = Counter(reason.kind for reject in mapped.rejects for reason in reject.reasons)
    return CheckedStream(
        name=stream.name,
        rows=batch.rows.num_rows,
        records=records,
        filtered=mapped.filtered,
        rejected=len(mapped.rejects),
        reasons=dict(reasons.most_common()),
    )


def first_batch(stream: CompiledStream, connection: Connection[Any]) -> Batch | None:
    """The first rows of a stream, which stay where they are; None where there are none."""
    reader = opened_reader(stream, connection, stream.mapping.columns, peek=True)
    with closing(reader.read({})) as batches:  # type: ignore[type-var]
        return next((batch for batch in batches if batch.rows.num_rows), None)
