"""Raw cells as text."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import MIXED, is_allowed
from legacy_adapters.values.cells import as_text, unmix
from tests.values.reading import COLUMN, column_of

_TYPES: list[tuple[pa.DataType, Any, str]] = [
    (pa.string(), " a ", " a "),
    (pa.int64(), 42, "42"),
    (pa.float64(), 42.0, "42"),
    (pa.float64(), 1e16, "10000000000000000"),
    (pa.decimal128(10, 2), Decimal("42.00"), "42.00"),
    (pa.decimal128(10, 0), Decimal("-42"), "-42"),
    (pa.bool_(), True, "true"),
    (pa.bool_(), False, "false"),
    (pa.date32(), date(24, 1, 31), "0024-01-31"),
    (pa.timestamp("us"), datetime(2024, 1, 31, 12), "2024-01-31T12:00:00"),
    (pa.timestamp("us"), datetime(2024, 1, 31, 12, 0, 0, 500_000), "2024-01-31T12:00:00.500"),
    (pa.timestamp("us", "UTC"), datetime(2024, 1, 31, 12, tzinfo=UTC), "2024-01-31T12:00:00Z"),
    (pa.time64("us"), time(12, 30), "12:30:00"),
    (MIXED, {"text": "1.50", "number": True}, "1.50"),
]


@pytest.mark.parametrize(("kind", "value", "text"), _TYPES, ids=str)
def test_any_cell_can_be_text(kind: pa.DataType, value: Any, text: str) -> None:
    """Each type that a reader may hand over is written as a person would expect; null stays null."""
    column = pl.Series("column", pa.array([value, None], kind))
    assert is_allowed(kind)
    assert column.to_frame().select(as_text(COLUMN, kind)).to_series().to_list() == [text, None]
    assert column.to_frame().select(as_text(COLUMN, column.dtype)).to_series().to_list() == [text, None]


def test_types_that_no_reader_hands_over_are_refused() -> None:
    """Binary data has no text."""
    with pytest.raises(ValueError, match="Binary cannot be written"):
        as_text(COLUMN, pl.Binary())


@given(st.lists(st.datetimes(), min_size=1))
def test_points_in_time_are_iso(moments: list[datetime]) -> None:
    """Python reads each text back as the same moment, of any year."""
    texts = column_of(as_text(COLUMN, pl.Datetime("us")), moments, pl.Datetime("us"))
    assert [datetime.fromisoformat(text) for text in texts] == moments


def test_mixed_cells_fall_into_text_and_kind() -> None:
    """A mixed column is its texts, and which of them the source holds as numbers."""
    cells = pl.Series("column", pa.array([{"text": "1", "number": True}, None], MIXED)).to_frame()
    text, is_number = unmix(COLUMN)
    assert cells.select(text, is_number).rows() == [("1", True), (None, None)]
