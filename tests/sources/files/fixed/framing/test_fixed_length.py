"""Records of one length."""

from __future__ import annotations

import io

from legacy_adapters.sources.files.fixed.framing.block import Extent, Position
from legacy_adapters.sources.files.fixed.framing.fixed_length import FixedLength


def test_blocks_and_what_is_left() -> None:
    """As many as are wanted; the end is a record that was cut; from each position the same goes on."""
    file, extent = io.BytesIO(b"abcdefghijk"), Extent(0, 11, 2, 100)
    blocks = list(FixedLength(3).blocks(file, extent, None))
    assert [[b.record(i) for i in range(len(b.starts))] for b in blocks] == [[b"abc", b"def"], [b"ghi", b"jk"]]
    assert [b.cut for b in blocks] == [False, True]
    assert blocks[1].numbers.tolist() == [3, 4]
    (rest,) = FixedLength(3).blocks(file, extent, blocks[0].after)
    assert rest.record(0) == b"ghi"


def test_bytes_around_the_records() -> None:
    """They are left out; a record longer than a block is taken alone."""
    blocks = list(FixedLength(4).blocks(io.BytesIO(b"##aaaabbbb#"), Extent(2, 10, 9, 1), None))
    assert [b.record(0) for b in blocks] == [b"aaaa", b"bbbb"]
    assert blocks[-1].after == Position(10, 2)
    assert list(FixedLength(4).blocks(io.BytesIO(b""), Extent(0, 0, 9, 1), None)) == []
