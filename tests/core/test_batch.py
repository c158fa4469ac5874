"""The closed list of column types."""

from __future__ import annotations

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import FAULTS, MIXED, is_allowed


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.int64(),
        pa.bool_(),
        pa.date32(),
        pa.time64("us"),
        pa.float64(),
        pa.decimal128(38, 0),
        pa.decimal128(18, 2),
        pa.timestamp("us"),
        pa.timestamp("us", "UTC"),
        MIXED,
    ],
)
def test_a_reader_may_hand_over(kind: pa.DataType) -> None:
    """Types that everything behind a reader can carry exactly."""
    assert is_allowed(kind)


@pytest.mark.parametrize(
    "kind",
    [
        pa.large_string(),
        pa.binary(),
        pa.int32(),
        pa.float32(),
        pa.decimal256(50, 2),
        pa.decimal128(10, -2),
        pa.timestamp("ns"),
        pa.timestamp("us", "Europe/Berlin"),
        pa.date64(),
        pa.list_(pa.string()),
        pa.struct([("text", pa.string())]),
        pa.duration("us"),
    ],
)
def test_a_reader_must_turn_into_text(kind: pa.DataType) -> None:
    """Types that Polars panics on, changes, or that no entity has."""
    assert not is_allowed(kind)


def test_faults_say_row_column_code_and_text() -> None:
    """A cell that its column cannot hold is kept as text beside the rows."""
    assert FAULTS.names == ["row", "column", "code", "text"]
