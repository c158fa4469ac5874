"""What readers of every kind share: pieces as a driver hands them over, put together to batches of the right size."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import pyarrow as pa

from legacy_adapters.core.batch import BATCH_BYTES, BATCH_ROWS, FAULTS, Array

T = TypeVar("T")

_arrow: Any = pa


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows as a driver hands them over.

    ``faults`` as in ``Batch``. ``order`` has the columns that the rows are ordered by, whether or not ``rows`` has
    them: text, whole numbers, or ``MIXED``; a null is a cell that could not be read.
    """

    rows: pa.RecordBatch
    faults: pa.RecordBatch | None = None
    order: tuple[Array, ...] = ()


def batch_rows(max_rows_per_second: int | None) -> int:
    """How many rows a batch may have: fewer where the source is read slowly, so that a pause is never long."""
    return BATCH_ROWS if max_rows_per_second is None else min(BATCH_ROWS, max_rows_per_second)


def rebatch(
    chunks: Iterable[Chunk], max_rows: int = BATCH_ROWS, max_bytes: int = BATCH_BYTES
) -> Generator[Chunk, None, None]:
    """Puts whole chunks together, up to ``max_rows`` and ``max_bytes``; a larger chunk stays by itself.

    As chunks are never cut, the same chunks give the same batches, also from the middle on.
    """
    waiting: list[Chunk] = []
    rows = size = 0
    for chunk in chunks:
        chunk_bytes = chunk.rows.get_total_buffer_size()
        if waiting and (rows + chunk.rows.num_rows > max_rows or size + chunk_bytes > max_bytes):
            yield joined(waiting)
            waiting, rows, size = [], 0, 0
        waiting.append(chunk)
        rows += chunk.rows.num_rows
        size += chunk_bytes
    if waiting:
        yield joined(waiting)


def joined(chunks: Sequence[Chunk]) -> Chunk:
    """One chunk of several; faults keep pointing at their rows."""
    if len(chunks) == 1:
        return chunks[0]
    rows = _arrow.concat_batches([chunk.rows for chunk in chunks])
    order = tuple(pa.concat_arrays(list(columns)) for columns in zip(*(chunk.order for chunk in chunks), strict=True))
    return Chunk(rows, _joined_faults(chunks), order)


def _joined_faults(chunks: Sequence[Chunk]) -> pa.RecordBatch | None:
    found: list[pa.RecordBatch] = []
    before = 0
    for chunk in chunks:
        if chunk.faults is not None and chunk.faults.num_rows:
            places = chunk.faults.column("row").to_numpy(zero_copy_only=False) + before
            columns = [pa.array(places, pa.int32()), *chunk.faults.columns[1:]]
            found.append(pa.RecordBatch.from_arrays(columns, schema=FAULTS))
        before += chunk.rows.num_rows
    return _arrow.concat_batches(found) if found else None


def ahead(items: Generator[T, None, None]) -> Generator[T, None, None]:
    """The same items, the next one fetched by a thread of its own while the last one is worked on.

    One item more is in memory. Closed early, it waits for the item that is being fetched, and closes ``items``.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="reading ahead") as thread:
        try:
            coming = thread.submit(next, items, None)
            while (item := coming.result()) is not None:
                coming = thread.submit(next, items, None)
                yield item
        finally:
            thread.submit(items.close).result()
