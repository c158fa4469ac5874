"""The order of the parts of a run, its bounds and positions, whatever the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import ConfigError, SourceChanged, StateMismatch
from legacy_adapters.sources.database.keyset import Position, Value
from legacy_adapters.sources.database.settings import DatabaseStream
from tests.sources.database.sqlite_files import make, origins, read

Rows = Sequence[tuple[object, object]]


def ledger(tmp_path: Path, rows: Rows) -> Path:
    """A table T of numbers K and watermarks W."""
    return make(
        tmp_path / "old.db",
        "CREATE TABLE T (K INTEGER PRIMARY KEY, W)",
        rows=[("INSERT INTO T VALUES (?, ?)", rows)],
    )


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(sql)


def incremental(lookback: str | None = None, **further: Any) -> DatabaseStream:
    return DatabaseStream.model_validate({"table": "T", "incremental": {"column": "W", "lookback": lookback}} | further)


def keys(batches: Sequence[Batch]) -> list[int]:
    return [int(origin.removeprefix("T[K=").removesuffix("]")) for origin in origins(batches)]


def end(batches: Sequence[Batch]) -> str:
    position = batches[-1].position
    assert position is not None
    return position


DAYS: Rows = [(1, "2024-01-03"), (2, None), (3, "2024-01-01"), (4, "2024-01-03"), (5, None), (6, "2024-01-02")]


def test_rows_without_a_watermark_come_first(tmp_path: Path) -> None:
    """Then the others by watermark and key; the last batch is empty, and knows the highest watermark."""
    batches = read(ledger(tmp_path, DAYS), incremental())
    assert keys(batches) == [2, 5, 3, 6, 1, 4]
    assert [batch.id for batch in batches] == ["null first", "first", "end"]
    assert Position.of(end(batches)) == Position(by=("W",), upper=Value("2024-01-03"), end=True)
    assert batches[-1].rows.num_rows == 0


def test_the_next_run_reads_what_changed(tmp_path: Path) -> None:
    """From the last watermark on, itself included, and the rows without one again."""
    path = ledger(tmp_path, DAYS)
    position = end(read(path, incremental()))
    change(path, "UPDATE T SET W = '2024-01-04' WHERE K = 3")
    change(path, "INSERT INTO T VALUES (0, '2024-01-01')")
    again = read(path, incremental(), position)
    assert keys(again) == [2, 5, 1, 4, 3]
    assert Position.of(end(again)).upper == Value("2024-01-04")


def test_a_lookback_reads_further_back(tmp_path: Path) -> None:
    """Rows that became visible late have a watermark below the highest."""
    path = ledger(tmp_path, DAYS)
    assert keys(read(path, incremental("1 day"), end(read(path, incremental("1 day"))))) == [2, 5, 6, 1, 4]


def test_a_run_that_is_resumed_keeps_its_bounds(tmp_path: Path) -> None:
    """What was written since it began belongs to the next run."""
    path = ledger(tmp_path, [(i, i) for i in range(1, 11)])
    first = read(path, incremental(), rows_per_second=4)
    change(path, "INSERT INTO T VALUES (11, 11)")
    rest = read(path, incremental(), first[0].position, rows_per_second=4)
    assert keys(rest) == [5, 6, 7, 8, 9, 10]
    assert end(rest) == end(first)
    assert keys(read(path, incremental(), end(rest))) == [10, 11]


def test_a_run_that_stopped_among_the_rows_without_a_watermark_goes_on_there(tmp_path: Path) -> None:
    """They are not read twice in one run, and the others follow."""
    path = ledger(tmp_path, [(i, None if i <= 6 else i) for i in range(1, 11)])
    first = read(path, incremental(), rows_per_second=4)
    assert keys(read(path, incremental(), first[0].position, rows_per_second=4)) == [5, 6, 7, 8, 9, 10]
    assert keys(read(path, incremental(), first[1].position, rows_per_second=4)) == [7, 8, 9, 10]


def test_a_lower_watermark_is_a_source_that_went_backwards(tmp_path: Path) -> None:
    """A restored backup must not pass for a quiet night."""
    path = ledger(tmp_path, DAYS)
    position = end(read(path, incremental()))
    change(path, "DELETE FROM T WHERE W = '2024-01-03'")
    with pytest.raises(SourceChanged, match="went backwards: the highest W is 2024-01-02, in the last run it was"):
        read(path, incremental(), position)
    change(path, "DELETE FROM T")
    with pytest.raises(SourceChanged, match="went backwards: the highest W is none"):
        read(path, incremental(), position)


def test_an_empty_source_has_no_watermark_yet(tmp_path: Path) -> None:
    """The next run begins at the beginning."""
    path = ledger(tmp_path, [])
    position = end(read(path, incremental()))
    assert Position.of(position).upper is None
    change(path, "INSERT INTO T VALUES (1, 'a')")
    assert keys(read(path, incremental(), position)) == [1]


def test_numbers_and_texts_in_one_watermark_are_refused(tmp_path: Path) -> None:
    """One text would hide all later changes of the rows with numbers."""
    path = ledger(tmp_path, [(1, 20240101), (2, "n/a")])
    with pytest.raises(SourceChanged, match="both numbers and text"):
        read(path, incremental())
    assert keys(read(path, incremental(where="W <> 'n/a'"))) == [1]


@pytest.mark.parametrize(
    ("watermark", "lookback", "message"),
    [
        ("31.12.2023", None, "do not sort"),
        (4711, "2 days", "lookback is a time, but the watermark W holds '4711'"),
        ("2024-01-01", "1000", "lookback is a number"),
        (b"\x00", None, "is binary"),
    ],
)
def test_a_watermark_that_is_none_is_refused_in_the_first_run(
    tmp_path: Path, watermark: object, lookback: str | None, message: str
) -> None:
    """Not only when the first lookback is due."""
    with pytest.raises(ConfigError, match=message):
        read(ledger(tmp_path, [(1, watermark)]), incremental(lookback))


def test_the_time_of_change_is_told_where_the_watermark_is_a_time(tmp_path: Path) -> None:
    """Null for rows without one; and not at all where it is a number."""
    batches = read(ledger(tmp_path, DAYS), incremental())
    times = [None if b.source_modified_at is None else b.source_modified_at.to_pylist() for b in batches]
    first, third = datetime(2024, 1, 1), datetime(2024, 1, 3)
    assert times == [[None, None], [first, datetime(2024, 1, 2), third, third], None]


def test_digits_are_a_time_of_change_where_days_are_looked_back(tmp_path: Path) -> None:
    """The lookback tells a date from a running number."""
    (tmp_path / "a").mkdir()
    path = ledger(tmp_path / "a", [(1, 20240131)])
    dated = read(path, incremental("2 days"))[0].source_modified_at
    assert dated is not None
    assert dated.to_pylist() == [datetime(2024, 1, 31)]
    assert read(path, incremental("2"))[0].source_modified_at is None


def test_another_watermark_column_reads_everything(tmp_path: Path) -> None:
    """What the old one said means nothing for the new one."""
    path = make(
        tmp_path / "old.db",
        "CREATE TABLE T (K INTEGER PRIMARY KEY, W, V)",
        "INSERT INTO T VALUES (1, 5, 1), (2, 6, 2)",
    )
    position = end(read(path, incremental()))
    other = DatabaseStream.model_validate({"table": "T", "incremental": {"column": "V"}})
    assert keys(read(path, other, position)) == [1, 2]


def test_a_full_run_reads_everything_each_time(tmp_path: Path) -> None:
    """Its end says no more than that it was one."""
    path = ledger(tmp_path, DAYS)
    stream = DatabaseStream(table="T")
    assert end(read(path, stream)) == '{"end": true}'
    assert keys(read(path, stream, '{"end": true}')) == [1, 2, 3, 4, 5, 6]


def test_a_position_by_another_key_is_a_changed_source(tmp_path: Path) -> None:
    """Going on behind it would lose rows, or repeat them."""
    path = ledger(tmp_path, DAYS)
    stated = DatabaseStream(table="T", key=("K", "W"), where="W IS NOT NULL")
    position = read(path, stated, rows_per_second=1)[0].position
    with pytest.raises(SourceChanged, match="ordered by K, W in the saved position, but by K now"):
        read(path, DatabaseStream(table="T"), position)


def test_a_position_that_is_none_is_refused(tmp_path: Path) -> None:
    """The ledger is damaged, or was another adapter's."""
    with pytest.raises(StateMismatch, match="is none of a database"):
        read(ledger(tmp_path, DAYS), DatabaseStream(table="T"), "4711")


def test_a_stated_key_is_checked_while_it_is_read(tmp_path: Path) -> None:
    """One that is not unique could lose rows behind a position."""
    path = make(tmp_path / "old.db", "CREATE TABLE T (K)", "CREATE VIEW V AS SELECT K FROM T")
    change(path, "INSERT INTO T VALUES (1), (2), (2)")
    with pytest.raises(ConfigError, match="the key K is not unique"):
        read(path, DatabaseStream(table="V", key=("K",)))


def test_an_incremental_stream_needs_a_key(tmp_path: Path) -> None:
    """Rows met again by a lookback could not be told from others."""
    path = ledger(tmp_path, DAYS)
    stream = DatabaseStream.model_validate({"query": "SELECT * FROM T", "incremental": {"column": "W"}})
    with pytest.raises(ConfigError, match="needs a key"):
        read(path, stream)
    assert len(origins(read(path, stream.model_copy(update={"key": ("K",)})))) == 6


def test_ids_come_from_where_a_batch_starts(tmp_path: Path) -> None:
    """Never from a count of this run; a resumed run has the same ones."""
    path = ledger(tmp_path, DAYS)
    stream = DatabaseStream(table="T")
    first = read(path, stream, rows_per_second=2)
    assert [batch.id for batch in first] == ["first", "after 2", "after 4", "end"]
    rest = read(path, stream, first[0].position, rows_per_second=2)
    assert [batch.id for batch in rest] == ["after 2", "after 4", "end"]
