"""Origins, times of change, and keys that are none."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import MIXED
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.origin import KeyGuard, modified_at, row_origins, value_at

MIXED_CELLS = pa.array([{"text": "1", "number": True}, {"text": "1", "number": False}, None], MIXED)


def test_an_origin_names_table_and_key() -> None:
    """A person finds the row by it; what could not be read is a question mark."""
    key = [pa.array([1, 2, 3]), MIXED_CELLS]
    assert row_origins("T", ["A", "B"], key, 0, 3).to_pylist() == ["T[A=1,B=1]", "T[A=2,B=1]", "T[A=3,B=?]"]


def test_without_a_key_an_origin_has_the_number_of_the_row() -> None:
    """Counted through the whole run."""
    assert row_origins("query", [], [], 10, 2).to_pylist() == ["query row 11", "query row 12"]


def test_values_know_whether_they_are_numbers() -> None:
    """Text and number of the same digits are two values."""
    assert [value_at(MIXED_CELLS, i) for i in range(3)] == [Value("1", number=True), Value("1"), None]
    assert value_at(pa.array([4711]), 0) == Value("4711", number=True)
    assert value_at(pa.array(["4711"]), 0) == Value("4711")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-31", datetime(2024, 1, 31)),
        ("2024-01-31 10:20", datetime(2024, 1, 31, 10, 20)),
        ("2024-01-31T10:20:30.5", datetime(2024, 1, 31, 10, 20, 30, 500_000)),
        ("2024-01-31 10:20:30.1234567", datetime(2024, 1, 31, 10, 20, 30, 123_456)),
        ("20240131", datetime(2024, 1, 31)),
        ("20240131102030", datetime(2024, 1, 31, 10, 20, 30)),
        ("2024-01-31 10:20:30+02", None),
        ("2024-02-30", None),
        ("99999999", None),
        ("31.01.2024", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_of_change_is_read_or_null(text: str | None, expected: datetime | None) -> None:
    """One bad cell is null, and does not spoil the others."""
    assert modified_at(pa.array([text, "2000-01-01"])).to_pylist() == [expected, datetime(2000, 1, 1)]


@given(st.lists(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31))))
def test_every_iso_time_is_read(moments: list[datetime]) -> None:
    """As Python writes them, to the microsecond."""
    assert modified_at(pa.array([str(moment) for moment in moments], pa.string())).to_pylist() == moments


def test_a_key_that_is_one_passes() -> None:
    """Across batches, too; text and number of the same digits differ."""
    guard = KeyGuard(["A"])
    guard.check([pa.array([1, 2])], "s")
    guard.check([pa.array([3, 4])], "s")
    KeyGuard(["A"]).check([MIXED_CELLS.slice(0, 2)], "s")


@pytest.mark.parametrize(
    ("batches", "message"),
    [
        ([[1, 2, 2]], "the key A is not unique"),
        ([[1, 2], [2, 3]], "the key A is not unique"),
        ([[1, None]], "is null"),
    ],
)
def test_a_key_that_is_none_is_refused(batches: list[list[int | None]], message: str) -> None:
    """Behind a position in the middle of equal keys, rows would be lost."""
    guard = KeyGuard(["A"])
    *good, bad = (pa.array(batch, pa.int64()) for batch in batches)
    for batch in good:
        guard.check([batch], "s")
    with pytest.raises(ConfigError, match=message):
        guard.check([bad], "s")
