"""Types of Parquet and what becomes of them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import MIXED, is_allowed
from legacy_adapters.sources.files.parquet.types import is_bytes, is_text, target

KINDS: list[tuple[Any, Any]] = [
    (pa.int8(), pa.int64()),
    (pa.uint32(), pa.int64()),
    (pa.uint64(), pa.decimal128(20, 0)),
    (pa.float16(), MIXED),
    (pa.float32(), MIXED),
    (pa.float64(), pa.float64()),
    (pa.decimal32(5, 2), pa.decimal128(5, 2)),
    (pa.decimal64(15, 2), pa.decimal128(15, 2)),
    (pa.decimal128(38, 10), pa.decimal128(38, 10)),
    (pa.decimal128(2, 4), pa.decimal128(4, 4)),
    (pa.decimal128(5, -2), MIXED),
    (pa.decimal256(50, 2), MIXED),
    (pa.date64(), pa.date32()),
    (pa.time32("s"), pa.time64("us")),
    (pa.time64("ns"), pa.time64("us")),
    (pa.timestamp("ns"), pa.timestamp("us")),
    (pa.timestamp("s", "Europe/Berlin"), pa.timestamp("us", "UTC")),
    (pa.bool_(), pa.bool_()),
    (pa.large_string(), pa.string()),
    (pa.dictionary(pa.int32(), pa.string()), pa.string()),
    (pa.dictionary(pa.int32(), pa.int8()), pa.int64()),
    (pa.list_(pa.int8()), pa.string()),
    (pa.duration("s"), pa.string()),
    (pa.null(), pa.string()),
    (pa.month_day_nano_interval(), pa.string()),
]


@pytest.mark.parametrize(("kind", "wanted"), KINDS, ids=lambda kind: str(kind)[:30])
def test_each_type_has_one_of_the_closed_list(kind: Any, wanted: Any) -> None:
    """Without loss: whole numbers, decimals, instants in UTC, times without a zone; the rest as text."""
    assert target(kind) == wanted
    assert is_allowed(target(kind))


def test_text_and_bytes_are_told_apart() -> None:
    """Bytes are text only where the file or the settings say so."""
    assert is_text(pa.string_view())
    assert is_text(pa.large_string())
    assert not is_text(pa.binary())
    kinds: list[Any] = [pa.binary(), pa.large_binary(), pa.binary(16), pa.binary_view()]
    assert all(is_bytes(kind) for kind in kinds)
    assert not is_bytes(pa.string())
