"""Records that are measured by what they hold."""

from __future__ import annotations

import io

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.fixed.framing.block import Extent
from legacy_adapters.sources.files.fixed.framing.counted import Counted


def measure(record: bytes) -> int | None:
    return record[0] - 48 if 49 <= record[0] <= 57 else None


def test_each_record_says_where_it_ends() -> None:
    """In blocks of any size; the last may be cut."""
    data = b"2a3bb13c"
    extent = Extent(0, len(data), 2, 9)
    blocks = list(Counted(measure, 9).blocks(io.BytesIO(data), extent, None))
    assert [b.record(i) for b in blocks for i in range(len(b.starts))] == [b"2a", b"3bb", b"1", b"3c"]
    assert blocks[-1].cut
    again = list(Counted(measure, 9).blocks(io.BytesIO(data), extent, blocks[0].after))
    assert [b.after for b in again] == [b.after for b in blocks[1:]]


def test_a_record_that_cannot_be_measured() -> None:
    """The error says where it is."""
    with pytest.raises(BadPart, match="record 2, byte 3"):
        list(Counted(measure, 9).blocks(io.BytesIO(b"2axx"), Extent(0, 4, 9, 9), None))
