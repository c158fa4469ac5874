"""Small pieces, such as files of a few rows, are mapped and written together: each by itself would cost far more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pyarrow as pa

from legacy_adapters.core.batch import BATCH_ROWS, FAULTS, Batch
from legacy_adapters.core.protocols import Part
from legacy_adapters.runs.engine import Lane

SMALL_BYTES: Final = 256 * 1024
"""Up to this size a piece is read whole before anything becomes of its rows."""

MOST_PIECES: Final = 200
"""How many are waited for: what is lost by a kill is read again."""

MOST_BYTES: Final = 16 * 1024 * 1024
"""How much memory the rows that wait may take: a small spreadsheet or Parquet file may hold millions of rows."""

_arrow: Any = pa


@dataclass(frozen=True, slots=True)
class SmallPiece:
    """A piece of one stream that was read to its end, and proven."""

    part: Part[Any]
    lane: Lane
    batches: Sequence[Batch]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(batch.rows.num_rows for batch in self.batches)

    @property
    def bytes(self) -> int:
        """The memory that its rows take."""
        return sum(batch.rows.nbytes for batch in self.batches)

    def again(self) -> Lane:
        """Its lane, to be read once more without the source."""
        return replace(self.lane, reader=_Read(self.batches))


def is_small(part: Part[Any], lanes: Sequence[Lane]) -> bool:
    """Whether a piece may be read whole. With several streams it may not: their records would come in another order,
    depending on which pieces are together."""
    return len(lanes) == 1 and part.size is not None and part.size <= SMALL_BYTES


def read_whole(part: Part[Any], lane: Lane) -> SmallPiece | None:
    """All of its rows; None where they are too many to wait in memory. Raises what its reader raises."""
    found: list[Batch] = []
    rows = size = 0
    with closing(_iterator(lane)) as batches:
        for batch in batches:
            rows, size = rows + batch.rows.num_rows, size + batch.rows.nbytes
            if rows > BATCH_ROWS or size > MOST_BYTES:
                return None
            if batch.rows.num_rows:
                found.append(batch)
    return SmallPiece(part, lane, found)


def _iterator(lane: Lane) -> Any:
    return lane.reader.read({})


@dataclass(slots=True)
class Group:
    """Pieces of one stream with one mapping, in their order."""

    pieces: list[SmallPiece] = field(default_factory=list)
    rows: int = 0
    bytes: int = 0

    def fits(self, piece: SmallPiece) -> bool:
        """Whether a piece may join."""
        if not self.pieces:
            return True
        first = self.pieces[0].lane
        alike = first.name == piece.lane.name and first.mapper is piece.lane.mapper
        room = self.rows + piece.rows <= BATCH_ROWS and self.bytes + piece.bytes <= MOST_BYTES
        return alike and room and len(self.pieces) < MOST_PIECES

    def add(self, piece: SmallPiece) -> None:
        """Joins a piece."""
        self.pieces.append(piece)
        self.rows += piece.rows
        self.bytes += piece.bytes

    def batch(self) -> Batch | None:
        """All rows as one batch; None where there are none."""
        batches = [batch for piece in self.pieces for batch in piece.batches]
        if len(batches) < 2:
            return replace(batches[0], position=None) if batches else None
        return replace(
            batches[0],
            rows=_arrow.concat_batches([batch.rows for batch in batches]),
            origin=pa.concat_arrays([batch.origin for batch in batches]),
            faults=_faults(batches),
            position=None,
        )


def _faults(batches: Sequence[Batch]) -> pa.RecordBatch | None:
    found: list[pa.RecordBatch] = []
    before = 0
    for batch in batches:
        if batch.faults is not None and batch.faults.num_rows:
            rows = batch.faults.column("row").to_numpy(zero_copy_only=False) + before
            columns = [pa.array(rows, pa.int32()), *batch.faults.columns[1:]]
            found.append(pa.RecordBatch.from_arrays(columns, schema=FAULTS))
        before += batch.rows.num_rows
    return _arrow.concat_batches(found) if found else None


@dataclass(frozen=True, slots=True)
class _Read:
    """A reader of what was read."""

    batches: Sequence[Batch]

    def read(self, since: Mapping[str, str]) -> Iterator[Batch]:
        yield from self.batches

    def acknowledge(self, upto: Mapping[str, str]) -> None:
        """There is nothing behind it."""
