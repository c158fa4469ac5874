"""Rows read again within the lookback: unchanged ones are counted, new and changed ones go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pyarrow as pa

from legacy_adapters.changes.lookback import Lookback, sortable
from legacy_adapters.core.batch import FAULTS, Batch
from legacy_adapters.core.checkpoint import SeenRow
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.core.records import Records

DAY = datetime(2026, 1, 10)


class Memory:
    """Remembers rows as the ledger does."""

    def __init__(self) -> None:
        self.rows: set[SeenRow] = set()

    def known(self, rows: Sequence[SeenRow]) -> set[SeenRow]:
        return self.rows & set(rows)


def batch_of(rows: Sequence[tuple[str, str, datetime | None]], faults: pa.RecordBatch | None = None) -> Batch:
    keys, texts, changed = ([row[i] for row in rows] for i in range(3))
    raw = pa.RecordBatch.from_pydict({"key": pa.array(keys, pa.string()), "text": pa.array(texts, pa.string())})
    return Batch("gl", "", "b", raw, pa.array(keys, pa.string()), "p", faults, pa.array(changed, pa.timestamp("us")))


def all_taken(batch: Batch, rows: Sequence[int] | None = None) -> Mapped:
    places = list(range(batch.rows.num_rows)) if rows is None else list(rows)
    picked = pa.array(places, pa.int32())
    ids = batch.origin.take(picked)
    return Mapped((Records("gl_line", batch.rows.take(picked), picked, ids, ids),), (), len(places), 0)


def lookback(memory: Memory, window: timedelta | int = timedelta(days=2), salt: str = "") -> Lookback:
    return Lookback("changed", window, salt, memory.known)


def test_a_row_delivered_before_is_unchanged_and_a_changed_one_goes_on() -> None:
    """The same key with the same content is counted, with another content it is sent again."""
    memory = Memory()
    first = batch_of([("1", "old", DAY), ("2", "same", DAY)])
    memory.rows.update(lookback(memory).remember(first, all_taken(first)))

    fresh, unchanged = lookback(memory).split(batch_of([("1", "new", DAY), ("2", "same", DAY), ("3", "late", DAY)]))

    assert (fresh.origin.to_pylist(), unchanged) == (["1", "3"], 1)


def test_only_rows_within_the_window_and_without_a_watermark_are_remembered() -> None:
    """What the next run cannot read again need not be known; a missing watermark is read each time."""
    rows = batch_of([("1", "a", DAY - timedelta(days=3)), ("2", "b", None), ("3", "c", DAY)])
    assert len(lookback(Memory()).remember(rows, all_taken(rows))) == 2


def test_a_rejected_row_is_looked_at_anew() -> None:
    """A row that was not taken is not remembered, so that a corrected mapping or lookup lets it through."""
    rows = batch_of([("1", "a", DAY), ("2", "b", DAY)])
    assert len(lookback(Memory()).remember(rows, all_taken(rows, [1]))) == 1


def test_with_another_salt_every_row_counts_as_changed() -> None:
    """Another mapping may make another record of the same row."""
    memory = Memory()
    rows = batch_of([("1", "a", DAY)])
    memory.rows.update(lookback(memory, salt="one").remember(rows, all_taken(rows)))
    assert lookback(memory, salt="two").split(rows)[1] == 0
    assert lookback(memory, salt="one").split(rows)[1] == 1


def test_without_a_window_only_the_highest_watermark_is_remembered() -> None:
    """Its rows are read again by the next run, as more of them may have come."""
    rows = batch_of([("1", "a", DAY - timedelta(days=1)), ("2", "b", DAY)])
    without = lookback(Memory(), window=0)
    assert len(without.remember(rows, all_taken(rows))) == 1
    assert without.oldest(rows) == sortable(DAY)


def test_faults_move_with_their_rows() -> None:
    """When unchanged rows are taken out, a fault still points to its own row."""
    memory = Memory()
    rows = [("1", "a", DAY), ("2", "b", DAY)]
    first = batch_of(rows)
    memory.rows.update(lookback(memory).remember(first, all_taken(first, [0])))
    faults = pa.RecordBatch.from_pylist(
        [{"row": 1, "column": "text", "code": "undecodable", "text": "x"}], schema=FAULTS
    )
    fresh, _ = lookback(memory).split(batch_of(rows, faults))
    assert fresh.faults is not None
    assert fresh.faults.column("row").to_pylist() == [0]


def test_watermarks_may_be_whole_numbers() -> None:
    """A counter column works as a time does, with a number as its window."""
    raw = pa.RecordBatch.from_pydict({"changed": pa.array([5, 95, 100], pa.int64())})
    rows = Batch("gl", "", "b", raw, pa.array(["a", "b", "c"]), "p")
    by_number = lookback(Memory(), window=10)
    assert len(by_number.remember(rows, all_taken(rows))) == 2
    assert by_number.oldest(rows) == sortable(90)


def test_numbers_sort_as_text() -> None:
    """Negative and positive watermarks of any width keep their order."""
    numbers = [-(10**18), -1, 0, 7, 10, 10**18]
    assert sorted(map(sortable, numbers)) == [sortable(n) for n in numbers]


def test_an_empty_batch_passes() -> None:
    """The batch that only carries the end's position is left alone."""
    assert lookback(Memory()).split(batch_of([]))[1] == 0
