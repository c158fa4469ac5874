"""Records with their length in front."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.fixed.framing.block import Extent
from legacy_adapters.sources.files.fixed.framing.length_field import LengthField

RECORDS = [b"aaa", b"", b"cc"]


def rdw(record: bytes) -> bytes:
    return struct.pack(">HH", len(record) + 4, 0) + record


def records(data: bytes, form: LengthField | None = None, most: int = 2) -> list[bytes]:
    blocks = list((form or LengthField()).blocks(io.BytesIO(data), Extent(0, len(data), most, 1000), None))
    return [b.record(i) for b in blocks for i in range(len(b.starts))]


def test_ibm() -> None:
    """The length counts itself."""
    assert records(b"".join(map(rdw, RECORDS))) == RECORDS


def test_blocks() -> None:
    """A word in front of each block, also a long one; reading goes on within a block."""
    first, second = b"".join(map(rdw, RECORDS)), rdw(b"dddd")
    data = struct.pack(">HH", len(first) + 4, 0) + first + struct.pack(">I", (len(second) + 4) | 0x80000000) + second
    form = LengthField(in_blocks=True)
    assert records(data, form) == [*RECORDS, b"dddd"]
    extent = Extent(0, len(data), 1, 1000)
    blocks = list(form.blocks(io.BytesIO(data), extent, None))
    rest = list(form.blocks(io.BytesIO(data), extent, blocks[0].after))
    assert [b.after for b in rest] == [b.after for b in blocks[1:]]


def test_other_descriptors() -> None:
    """Little endian at another place, not counting itself."""
    form = LengthField(5, 3, 2, "little", included=False)
    assert records(b"\1\0\0\2\0ab\1\0\0\1\0c", form) == [b"ab", b"c"]


@pytest.mark.parametrize(("cut", "last"), [(2, b"\0\x07"), (4, b""), (6, b"aa")])
def test_a_file_that_ends_within_a_record(cut: int, last: bytes) -> None:
    """What is there of it comes, marked."""
    data = rdw(b"xx") + rdw(b"aaa")[:cut]
    (block,) = LengthField().blocks(io.BytesIO(data), Extent(0, len(data), 9, 1000), None)
    assert (block.record(0), block.record(1), block.cut) == (b"xx", last, True)


@pytest.mark.parametrize("word", [b"\0\3\0\0", b"\0\x08\0\1", b"\xf1\xf2\xf3\xf4"])
def test_lengths_that_lie(word: bytes) -> None:
    """Nothing behind them can be told apart: the error says where."""
    with pytest.raises(BadPart, match="record 2, byte 7"):
        records(rdw(b"xx") + word + b"aaaa")


def test_a_record_that_leaves_its_block() -> None:
    """It is refused."""
    with pytest.raises(BadPart, match="longer than the block"):
        records(struct.pack(">HH", 8, 0) + rdw(b"aaaa") + b"xx", LengthField(in_blocks=True))


@given(st.binary(max_size=60), st.booleans(), st.booleans(), st.integers(1, 4))
def test_any_bytes_end(data: bytes, included: bool, in_blocks: bool, most: int) -> None:
    """Each byte is read once, or the file is refused."""
    form = LengthField(2, 0, 1, "big", included, in_blocks)
    try:
        blocks = list(form.blocks(io.BytesIO(data), Extent(0, len(data), most, 1000), None))
    except BadPart:
        return
    assert all(len(block.starts) <= most for block in blocks)
    assert not data or blocks[-1].after.offset == len(data)
