"""Rows of an entity on their way to a sink, and the envelope that tells where each came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import pyarrow as pa

from legacy_adapters.core.batch import Array

_ENVELOPE: dict[str, pa.DataType] = {
    "record_id": pa.string(),
    "operation": pa.string(),
    "sequence": pa.int64(),
    "origin": pa.string(),
    "source_id": pa.string(),
    "run_id": pa.string(),
    "extracted_at": pa.timestamp("us", "UTC"),
    "source_modified_at": pa.timestamp("us"),
    "schema_version": pa.string(),
}

ENVELOPE: pa.Schema = pa.schema(_ENVELOPE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What all records of one entity in one run have in common.

    ``extracted_at`` is the moment the run began, also after it was resumed, so that a repeat is the same to the byte.
    """

    source_id: str
    run_id: str
    extracted_at: datetime
    schema_version: str


@dataclass(frozen=True, slots=True)
class Records:
    """Rows of one entity: the entity's fields in order, then the project's own, then ``extra``.

    ``source_rows`` (int32) says which row of the batch each record was made of; ``record_id`` is null throughout for
    an entity without a key. ``stream``, ``stamp`` and ``first_sequence`` are set by the engine before a sink sees the
    records. ``sequence`` (int64) and ``operation`` are those of records that were events before, read from a queue:
    None where the records are numbered from ``first_sequence`` on, and all of them upserts.
    """

    entity: str
    rows: pa.RecordBatch
    source_rows: Array
    origin: Array
    record_id: Array
    source_modified_at: Array | None = None
    stamp: Stamp | None = None
    first_sequence: int = 0
    stream: str = ""
    sequence: Array | None = None
    operation: Array | None = None

    @property
    def count(self) -> int:
        """How many records there are."""
        return self.rows.num_rows

    def only(self, keep: Array) -> Records:
        """The records where ``keep`` (boolean, one per record) is true; not to be asked for behind the engine, which
        numbers them."""

        def kept(column: Array | None) -> Array | None:
            return None if column is None else column.filter(keep)

        return replace(
            self,
            rows=self.rows.filter(keep),
            source_rows=self.source_rows.filter(keep),
            origin=self.origin.filter(keep),
            record_id=self.record_id.filter(keep),
            source_modified_at=kept(self.source_modified_at),
            sequence=kept(self.sequence),
            operation=kept(self.operation),
        )

    def slice(self, start: int, count: int) -> Records:
        """The ``count`` records from ``start`` on, with the numbers that they have."""

        def part(column: Array | None) -> Array | None:
            return None if column is None else column.slice(start, count)

        return replace(
            self,
            rows=self.rows.slice(start, count),
            source_rows=self.source_rows.slice(start, count),
            origin=self.origin.slice(start, count),
            record_id=self.record_id.slice(start, count),
            source_modified_at=part(self.source_modified_at),
            first_sequence=self.first_sequence + start,
            sequence=part(self.sequence),
            operation=part(self.operation),
        )

    @property
    def sequences(self) -> Array:
        """The number of each record."""
        if self.sequence is not None:
            return self.sequence
        return pa.array(range(self.first_sequence, self.first_sequence + self.count), pa.int64())

    def envelope(self) -> pa.RecordBatch:
        """The envelope of each record, in the columns of ``ENVELOPE``. Needs ``stamp``."""
        if self.stamp is None:
            raise ValueError("records without a stamp have no envelope")
        n, stamp = self.count, self.stamp
        modified = pa.nulls(n, pa.timestamp("us")) if self.source_modified_at is None else self.source_modified_at
        columns = [
            self.record_id,
            pa.repeat("upsert", n) if self.operation is None else self.operation,
            self.sequences,
            self.origin,
            pa.repeat(stamp.source_id, n),
            pa.repeat(stamp.run_id, n),
            pa.repeat(pa.scalar(stamp.extracted_at, pa.timestamp("us", "UTC")), n),
            modified,
            pa.repeat(stamp.schema_version, n),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=ENVELOPE)
