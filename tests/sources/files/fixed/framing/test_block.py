"""Records in memory, and places between them."""

from __future__ import annotations

import io

import numpy as np
import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.fixed.framing.block import Position, read_bytes, words
from tests.sources.files.fixed.given import block


def test_cells_of_records_of_any_length() -> None:
    """What is missing is filled up, also at the end of the memory."""
    some = block(b"abcd", b"ef", b"g")
    found = some.cells(words([0, 1, 2]), 1, 3, 0x20)
    assert [row.tobytes() for row in found] == [b"bcd", b"f  ", b"   "]
    assert some.cells(words([]), 0, 2, 0x20).shape == (0, 2)
    assert some.record(1) == b"ef"


def test_positions_are_text() -> None:
    """And nothing else is a position."""
    assert Position.of(Position(10, 2, 3).dump()) == Position(10, 2, 3)
    assert Position.of(None) is None
    with pytest.raises(BadPart, match="no position"):
        Position.of("12")
    assert np.array_equal(read_bytes(io.BytesIO(b"abc"), 1, 9), np.frombuffer(b"bc", np.uint8))
