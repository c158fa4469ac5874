"""Chunks put together to batches, and reading ahead."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from contextlib import closing

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import BATCH_ROWS, FAULTS
from legacy_adapters.sources.base import Chunk, ahead, batch_rows, joined, rebatch


def chunk(numbers: Sequence[int], faulty: Sequence[int] = ()) -> Chunk:
    rows = pa.RecordBatch.from_pydict({"n": pa.array(numbers, pa.int64())})
    faults = [{"row": row, "column": "n", "code": "undecodable", "text": str(numbers[row])} for row in faulty]
    found = pa.RecordBatch.from_pylist(faults, schema=FAULTS) if faults else None
    return Chunk(rows, found, (rows.column("n"),))


def numbers(of: Chunk) -> list[int]:
    return [int(str(n)) for n in of.rows.column("n").to_pylist()]


def test_chunks_are_put_together_up_to_the_limit_of_rows() -> None:
    """A batch ends before the chunk that would make it too long."""
    batches = list(rebatch([chunk(range(4)) for _ in range(5)], max_rows=10))
    assert [batch.rows.num_rows for batch in batches] == [8, 8, 4]


def test_chunks_are_put_together_up_to_the_limit_of_bytes() -> None:
    """Wide rows give shorter batches."""
    size = chunk(range(4)).rows.get_total_buffer_size()
    batches = list(rebatch([chunk(range(4)) for _ in range(5)], max_bytes=2 * size))
    assert [batch.rows.num_rows for batch in batches] == [8, 8, 4]


def test_a_chunk_larger_than_a_batch_stays_by_itself() -> None:
    """Chunks are never cut, as positions lie between them."""
    batches = list(rebatch([chunk(range(2)), chunk(range(30)), chunk(range(2))], max_rows=10))
    assert [batch.rows.num_rows for batch in batches] == [2, 30, 2]


def test_nothing_gives_nothing() -> None:
    """Without chunks there are no batches."""
    assert list(rebatch([])) == []


@given(st.lists(st.integers(1, 9), max_size=20), st.integers(1, 20), st.data())
def test_from_any_batch_on_the_same_chunks_give_the_same_batches(
    sizes: list[int], most: int, data: st.DataObject
) -> None:
    """A resumed run, which sees the chunks from the end of a batch on, puts them together in the same way."""
    chunks = [chunk([i] * size) for i, size in enumerate(sizes)]
    batches = [numbers(batch) for batch in rebatch(chunks, most)]
    done = data.draw(st.integers(0, len(batches)))
    rest = chunks[len({n for batch in batches[:done] for n in batch}) :]
    assert [numbers(batch) for batch in rebatch(rest, most)] == batches[done:]


def test_faults_keep_pointing_at_their_rows() -> None:
    """After joining, the row of a fault is the row in the batch."""
    whole = joined([chunk([1, 2, 3]), chunk([4, 5], faulty=[1]), chunk([6]), chunk([7, 8], faulty=[0, 1])])
    assert whole.faults is not None
    assert whole.faults.schema == FAULTS
    assert [(f["row"], f["text"]) for f in whole.faults.to_pylist()] == [(4, "5"), (6, "7"), (7, "8")]
    assert whole.order[0].to_pylist() == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_slow_source_has_short_batches() -> None:
    """No more rows than may be read in a second, so that a pause is short."""
    assert batch_rows(None) == BATCH_ROWS
    assert batch_rows(1000) == 1000
    assert batch_rows(10**9) == BATCH_ROWS


def counting(closed: list[str], fail_at: int = 10**9) -> Generator[int, None, None]:
    try:
        for i in range(5):
            if i == fail_at:
                raise ValueError(i)
            yield i
    finally:
        closed.append(threading.current_thread().name)


def test_reading_ahead_gives_the_same_items() -> None:
    """In the same order, and the iterator is closed at the end."""
    closed: list[str] = []
    assert list(ahead(counting(closed))) == [0, 1, 2, 3, 4]
    assert len(closed) == 1


def test_reading_ahead_passes_errors_on() -> None:
    """Items before the error arrive, then the error."""
    closed: list[str] = []
    found: list[int] = []
    with pytest.raises(ValueError, match="3"):
        found.extend(ahead(counting(closed, fail_at=3)))
    assert found == [0, 1, 2]


def test_closed_early_it_closes_what_it_reads_in_the_thread_that_reads() -> None:
    """A driver's statement is closed where it was used, and no thread stays behind."""
    closed: list[str] = []
    with closing(ahead(counting(closed))) as items:
        assert next(items) == 0
    assert closed[0].startswith("reading ahead")
    assert not any(thread.name.startswith("reading ahead") for thread in threading.enumerate())
