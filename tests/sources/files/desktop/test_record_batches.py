"""Rows of columns."""

from __future__ import annotations

import pyarrow as pa
import pytest

from legacy_adapters.sources.files.desktop.record_batches import record_batch


@pytest.mark.parametrize("count", [0, 3])
def test_rows_are_counted_without_a_column_too(count: int) -> None:
    """None of them is lost where none of their cells is wanted."""
    assert record_batch({}, count).num_rows == count
    found = record_batch({"b": pa.nulls(count), "a": pa.nulls(count)}, count)
    assert (found.column_names, found.num_rows) == (["b", "a"], count)
