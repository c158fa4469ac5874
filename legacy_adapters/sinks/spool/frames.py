"""How records lie in a segment: one frame for each ``write``, which tells by itself whether it is whole.

A frame is a head of 40 bytes (mark, length, numbers, checksums; little-endian) and an Arrow IPC stream of one batch,
LZ4 in it. What a sink needs besides the entity's own columns stands before them by its place, so that no name of a
field is taken; what all records of the frame share is JSON in the schema's metadata.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zlib import crc32

import numpy as np
import pyarrow as pa

from legacy_adapters.core.records import Records, Stamp

MARK: Final = b"LASPOOL1"
_HEAD: Final = struct.Struct("<8sQqIIII")
HEAD_BYTES: Final = _HEAD.size

_ABOUT: Final = b"legacy_adapters"
_BESIDE: Final = 5
"""Columns before those of the entity: record_id, origin, source_modified_at, sequence, operation."""

_OPTIONS: Final = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before a frame's content: its bytes, and the first number and the count of its records, by which they
    can be named where the content is damaged."""

    length: int
    first: int
    count: int
    checksum: int

    @property
    def last(self) -> int:
        """The number of the last record, where they are numbered one by one."""
        return self.first + self.count - 1

    def to_bytes(self) -> bytes:
        """As it stands in the file, with a checksum of its own."""
        fields = (MARK, self.length, self.first, self.count, self.checksum, 0)
        return _HEAD.pack(*fields, crc32(_HEAD.pack(*fields, 0)))

    @classmethod
    def read(cls, data: bytes | memoryview) -> Head | None:
        """The head at the beginning of ``data``; None where there is no whole one."""
        if len(data) < HEAD_BYTES:
            return None
        mark, length, first, count, checksum, unused, own = _HEAD.unpack_from(data)
        fields = (mark, length, first, count, checksum, unused)
        if mark != MARK or crc32(_HEAD.pack(*fields, 0)) != own:
            return None
        return cls(length, first, count, checksum)


def frame_of(records: Records) -> list[bytes | memoryview]:
    """Head and content. Needs ``Records.stamp``."""
    content = memoryview(_content(records))
    first = records.sequences[0].as_py() if records.count else records.first_sequence
    return [Head(len(content), first, records.count, crc32(content)).to_bytes(), content]


def records_of(content: bytes) -> Records:
    """The records that ``frame_of`` was given; ``source_rows`` are their places."""
    with pa.ipc.open_stream(content) as stream:
        batch = stream.read_next_batch()
    about = json.loads(batch.schema.metadata[_ABOUT])
    record_id, origin, modified, sequence, operation = batch.columns[:_BESIDE]
    schema = pa.schema([batch.schema.field(i) for i in range(_BESIDE, batch.num_columns)])
    return Records(
        entity=about["entity"],
        rows=pa.RecordBatch.from_arrays(batch.columns[_BESIDE:], schema=schema),
        source_rows=pa.array(np.arange(batch.num_rows, dtype=np.int32)),
        origin=origin,
        record_id=record_id,
        source_modified_at=_known(modified),
        stamp=_stamp(about["stamp"]),
        first_sequence=about["first_sequence"],
        stream=about["stream"],
        sequence=_known(sequence),
        operation=_known(operation),
    )


def _content(records: Records) -> pa.Buffer:
    n = records.count
    beside = (
        records.record_id,
        records.origin,
        *(pa.nulls(n) if c is None else c for c in (records.source_modified_at, records.sequence, records.operation)),
    )
    names = [f"\0{place}" for place in range(_BESIDE)]
    fields = [pa.field(name, column.type) for name, column in zip(names, beside, strict=True)]
    schema = pa.schema([*fields, *records.rows.schema], metadata={_ABOUT: json.dumps(_about(records)).encode()})
    batch = pa.RecordBatch.from_arrays([*beside, *records.rows.columns], schema=schema)
    content = pa.BufferOutputStream()
    with pa.ipc.new_stream(content, schema, options=_OPTIONS) as stream:
        stream.write_batch(batch)
    return content.getvalue()


def _about(records: Records) -> dict[str, object]:
    stamp = records.stamp
    if stamp is None:
        raise ValueError("records without a stamp cannot wait")
    shared = [stamp.source_id, stamp.run_id, stamp.extracted_at.isoformat(), stamp.schema_version]
    return {
        "entity": records.entity,
        "stream": records.stream,
        "first_sequence": records.first_sequence,
        "stamp": shared,
    }


def _stamp(kept: list[Any]) -> Stamp:
    source_id, run_id, extracted_at, schema_version = kept
    return Stamp(source_id, run_id, datetime.fromisoformat(extracted_at), schema_version)


def _known(column: Any) -> Any:
    """A column that the records had; None for one of Arrow's null type, which stands for none."""
    return None if pa.types.is_null(column.type) else column


def schemas_to_text(schemas: Mapping[str, pa.Schema]) -> dict[str, str]:
    """Schemas by entity as texts for JSON."""
    return {entity: schema.serialize().to_pybytes().hex() for entity, schema in schemas.items()}


def schemas_from_text(kept: Mapping[str, str]) -> dict[str, pa.Schema]:
    """The schemas that ``schemas_to_text`` was given."""
    return {entity: pa.ipc.read_schema(pa.py_buffer(bytes.fromhex(text))) for entity, text in kept.items()}
