"""A source, a mapper and a sink in memory, small enough to be right by looking, for tests of the engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapped, Mapper, Receipt, Refusal
from legacy_adapters.core.records import Records, Stamp
from legacy_adapters.core.reject import Reason, reject_rows
from legacy_adapters.runs.engine import Lane
from legacy_adapters.runs.standing import Standing

COLUMNS: dict[str, pa.DataType] = {"key": pa.string(), "amount": pa.decimal128(28, 4)}
ENTITY = pa.schema(COLUMNS)
STAMP = Stamp("hq", "run-1", datetime(2026, 1, 31, tzinfo=UTC), "1.0")


class Killed(BaseException):
    """The process died here; nothing can catch it."""


@dataclass
class Rows:
    """A reader of numbers in batches; ``resumable`` false gives no positions on the way."""

    stream: str
    keys: Sequence[int]
    size: int = 2
    resumable: bool = True
    closed: int = 0

    def read(self, since: Mapping[str, str]) -> Iterator[Batch]:
        start = int(since.get("", "0"))
        try:
            for at in range(start, len(self.keys), self.size):
                piece = [str(key) for key in self.keys[at : at + self.size]]
                raw = pa.RecordBatch.from_pydict({"key": pa.array(piece, pa.string())})
                position = str(at + len(piece)) if self.resumable else None
                yield Batch(self.stream, "", f"after {at}", raw, pa.array([f"row {k}" for k in piece]), position)
        finally:
            self.closed += 1

    def acknowledge(self, upto: Mapping[str, str]) -> None:
        """Nothing to put away."""


def by_remainder(batch: Batch) -> Mapped:
    """Takes a row, filters every third number and rejects every fifth."""
    keys = [int(str(key)) for key in batch.rows.column("key").to_pylist()]
    rejected = [i for i, key in enumerate(keys) if key % 5 == 0]
    taken = [i for i, key in enumerate(keys) if key % 5 and key % 3]
    picked = pa.array(taken, pa.int32())
    ids = pa.array([f"hq/:t:{keys[i]}" for i in taken], pa.string())
    rows = pa.RecordBatch.from_arrays(
        [
            pa.array([str(keys[i]) for i in taken], pa.string()),
            pa.array([Decimal(keys[i]) for i in taken], ENTITY.field(1).type),
        ],
        schema=ENTITY,
    )
    records = Records("t", rows, picked, batch.origin.take(picked), ids)
    reasons: dict[int, Sequence[Reason]] = {i: [Reason("not_a_number", "t", "amount", str(keys[i]))] for i in rejected}
    rejects = reject_rows(batch, reasons, {})
    return Mapped((records,), tuple(rejects), len(taken), len(keys) - len(taken) - len(rejected))


def two_records(batch: Batch) -> Mapped:
    """As with two mappings to one entity: all records of the first one, then all of the second."""
    mapped = by_remainder(batch)
    (first,) = mapped.records
    ids = pa.array([f"{key} again" for key in first.record_id.to_pylist()], pa.string())
    return replace(mapped, records=(first, replace(first, record_id=ids)))


@dataclass
class Disk:
    """What survives a kill: the sink's committed lines, what is visible, and the ledger's last checkpoint."""

    lines: list[tuple[str, int]] = field(default_factory=list)
    visible: list[tuple[str, int]] | None = None
    saved: str | None = None
    standing: Standing | None = None
    rejects: list[str] = field(default_factory=list)


class Lines:
    """A sink of lines: what is written is on disk at once, but counts only up to the token."""

    def __init__(self, disk: Disk, token: str | None) -> None:
        self._disk = disk
        del disk.lines[json.loads(token) if token else 0 :]

    def write(self, records: Records) -> None:
        for key, sequence in zip(records.record_id, records.envelope().column("sequence"), strict=True):
            self._disk.lines.append((str(key), int(str(sequence))))

    def commit(self) -> str:
        return json.dumps(len(self._disk.lines))

    def publish(self) -> str:
        self._disk.visible = list(self._disk.lines)
        return json.dumps(len(self._disk.lines))

    def receipts(self) -> Sequence[Receipt]:
        return ()

    def refusals(self) -> Sequence[Refusal]:
        return ()

    def outputs(self) -> Sequence[str]:
        return ("memory",)

    def close(self) -> None:
        """Nothing is held."""


class Always:
    """A pace that saves after every batch, and dies before batch number ``kill_at``."""

    def __init__(self, kill_at: int | None = None) -> None:
        self.kill_at = kill_at
        self.batches = 0

    def due(self) -> bool:
        return True

    def after(self, stream: str, batch: Batch, standing: Standing) -> None:
        self.batches += 1
        if self.batches == self.kill_at:
            raise Killed


def lane(reader: Rows, mapper: Mapper = by_remainder) -> Lane:
    return Lane(reader.stream, reader, mapper, {"t": STAMP})
