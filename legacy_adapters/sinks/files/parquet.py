"""Parquet from staged rows: types as they are, in row groups of a fixed size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from legacy_adapters.sinks.files.arrow_rows import staged_rows
from legacy_adapters.sinks.files.kinds import Compression

GROUP_ROWS = 65_536
GROUP_BYTES = 64 * 1024 * 1024
_PIECE_ROWS = 1024


@dataclass(frozen=True, slots=True)
class ParquetMaker:
    """Makes the file. Decimals keep the precision and scale of the schema, dates and times are typed, and the file's
    own metadata names entity and schema version."""

    compression: Compression

    def __call__(self, staged: Path, to: BinaryIO, rows: int) -> None:
        """Raises ``OutputError`` for rows that are damaged."""
        with (
            staged_rows(staged) as batches,
            pq.ParquetWriter(to, batches.schema, compression=self.compression) as writer,
        ):
            for group in grouped(batches):
                writer.write_table(group, row_group_size=group.num_rows)


def described(schema: pa.Schema, entity: str, own: pa.Schema) -> pa.Schema:
    """``schema`` with the metadata of the entity's ``own``, and at least its name."""
    return schema.with_metadata({b"entity": entity.encode()} | dict(own.metadata or {}))


def grouped(batches: Iterable[pa.RecordBatch], rows: int = GROUP_ROWS, size: int = GROUP_BYTES) -> Iterator[pa.Table]:
    """The rows in tables of exactly ``rows``, or of fewer where these have reached ``size`` bytes.

    How they were cut into batches does not show: otherwise a run that was killed would not give the same bytes.
    """
    group: list[pa.Table] = []
    for piece in _pieces(batches):
        group.append(piece)
        if sum(one.num_rows for one in group) >= rows or sum(one.nbytes for one in group) >= size:
            yield pa.concat_tables(group)
            group = []
    if group:
        yield pa.concat_tables(group)


def _pieces(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Tables of ``_PIECE_ROWS`` rows, each in one block of its own memory."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        start = 0
        while count + batch.num_rows - start >= _PIECE_ROWS:
            taken = _PIECE_ROWS - count
            yield pa.Table.from_batches([*waiting, batch.slice(start, taken)]).combine_chunks()
            waiting, count, start = [], 0, start + taken
        if start < batch.num_rows:
            waiting.append(batch.slice(start))
            count += batch.num_rows - start
    if waiting:
        yield pa.Table.from_batches(waiting).combine_chunks()
