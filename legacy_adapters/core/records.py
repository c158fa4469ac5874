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
    an entity without a key. ``stamp`` and ``first_sequence`` are set by the engine before a sink sees the records.
    """

    entity: str
    rows: pa.RecordBatch
    source_rows: Array
    origin: Array
    record_id: Array
    source_modified_at: Array | None = None
    stamp: Stamp | None = None
    first_sequence: int = 0

    @property
    def count(self) -> int:
        """How many records there are."""
        return self.rows.num_rows

    def only(self, keep: Array) -> Records:
        """The records where ``keep`` (boolean, one per record) is true."""
        modified = None if self.source_modified_at is None else self.source_modified_at.filter(keep)
        return replace(
            self,
            rows=self.rows.filter(keep),
            source_rows=self.source_rows.filter(keep),
            origin=self.origin.filter(keep),
            record_id=self.record_id.filter(keep),
            source_modified_at=modified,
        )

    def envelope(self) -> pa.RecordBatch:
        """The envelope of each record, in the columns of ``ENVELOPE``. Needs ``stamp``."""
        if self.stamp is None:
            raise ValueError("records without a stamp have no envelope")
        n, stamp = self.count, self.stamp
        modified = pa.nulls(n, pa.timestamp("us")) if self.source_modified_at is None else self.source_modified_at
        columns = [
            self.record_id,
            pa.repeat("upsert", n),
            pa.array(range(self.first_sequence, self.first_sequence + n), pa.int64()),
            self.origin,
            pa.repeat(stamp.source_id, n),
            pa.repeat(stamp.run_id, n),
            pa.repeat(pa.scalar(stamp.extracted_at, pa.timestamp("us", "UTC")), n),
            modified,
            pa.repeat(stamp.schema_version, n),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=ENVELOPE)
