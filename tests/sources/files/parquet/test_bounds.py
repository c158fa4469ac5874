"""Texts that are there once and referred to a million times."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import BATCH_BYTES
from legacy_adapters.sources.files.format import FIELD_BYTES
from legacy_adapters.sources.files.parquet.bounds import within_bounds, written_out


def packed(texts: list[str], indices: list[int | None]) -> Any:
    """A dictionary column."""
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), pa.array(texts))


def batch(**columns: Any) -> pa.RecordBatch:
    """A batch of these columns."""
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def test_small_texts_stay_together() -> None:
    """One part, as it is."""
    one = batch(a=packed(["x", "y"], [0, 1, None]), b=pa.array([1, 2, 3]))
    assert list(within_bounds(one, 7)) == [(one, 7, [])]


def test_rows_are_divided_so_that_they_fit() -> None:
    """No part takes more than a batch may, once its texts are written out."""
    size = 1_000_000
    parts = list(within_bounds(batch(a=packed(["x" * size], [0] * 200)), 100))
    assert sum(part.num_rows for part, _, _ in parts) == 200
    assert all(part.num_rows * size <= BATCH_BYTES for part, _, _ in parts)
    assert [first for _, first, _ in parts] == [100, 167, 234][: len(parts)]


def test_a_text_beyond_all_length() -> None:
    """It is null and noted, in the part in which its row is."""
    texts = ["x" * (FIELD_BYTES + 1), "y" * (FIELD_BYTES - 1), "z"]
    found = list(within_bounds(batch(a=packed(texts, [1, 1, 1, 1, 1, 0, 2])), 0))
    assert len(found) == 2
    assert [faults for _, _, faults in found] == [[], [(5 - found[1][1], "a", "field_too_long", "")]]
    assert found[1][0].column(0).to_pylist()[-2:] == [None, "z"]


def test_lists_that_are_too_long() -> None:
    """A list that refers to one text a million times is refused before it is written out."""
    values = packed(["x" * 1_000_000], [0] * 1000)
    lists = pa.ListArray.from_arrays(pa.array([0, 1000], pa.int32()), values)
    with pytest.raises(ValueError, match="lists in column a"):
        list(within_bounds(batch(a=lists), 0))


def test_what_is_written_out() -> None:
    """Texts by their length, in lists, maps and structures."""
    assert written_out(packed(["abc", "z"], [0, 0, 1, None])) == 7
    assert written_out(pa.StructArray.from_arrays([packed(["abc"], [0, 0])], ["m"])) == 6
    maps = pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64()))
    assert written_out(maps) > 8
    assert written_out(packed([], [None])) == 0
