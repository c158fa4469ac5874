"""Lines of every kind."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.fixed.framing.block import Extent, Position
from legacy_adapters.sources.files.fixed.framing.lines import Lines
from legacy_adapters.sources.files.format import FIELD_BYTES


def lines(data: bytes, most: int = 100, size: int = 1000, form: Lines | None = None) -> list[tuple[int, bytes]]:
    blocks = (form or Lines()).blocks(io.BytesIO(data), Extent(0, len(data), most, size), None)
    return [(int(b.numbers[i]), b.record(i)) for b in blocks for i in range(len(b.starts))]


@pytest.mark.parametrize(
    "data", [b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"a\nb", b"a\r\nb", b"a\rb", b"a\nb\x1a", b"a\r\nb\r\n\x1a"]
)
def test_line_ends(data: bytes) -> None:
    """LF, CR LF, CR, no last one, and the end of a DOS file."""
    assert lines(data) == lines(data, 1) == [(1, b"a"), (2, b"b")]


def test_empty_lines_are_none() -> None:
    """They count, but are no records."""
    assert lines(b"\n\na\r\n\r\nb\n\n") == [(3, b"a"), (5, b"b")]
    assert lines(b"") == lines(b"\n\r\n") == []


def test_other_signs() -> None:
    """NEL in EBCDIC, a byte order mark, and a CR within a line."""
    assert lines(b"\xc1\x15\xc2\x25", form=Lines((0x15, 0x25))) == [(1, b"\xc1"), (2, b"\xc2")]
    assert lines(b"\xef\xbb\xbfa\nb") == [(1, b"a"), (2, b"b")]
    assert lines(b"a\nb\rc\n") == [(1, b"a"), (2, b"b\rc")]


def test_blocks_have_no_more_bytes_than_they_may() -> None:
    """Unless a single line is longer."""
    data = b"aaaa\nbb\ncccccccccc\nd\n"
    extent = Extent(0, len(data), 100, 6)
    blocks = list(Lines().blocks(io.BytesIO(data), extent, None))
    assert [len(b.starts) for b in blocks] == [1, 1, 1, 1]


def test_a_file_without_lines() -> None:
    """It is refused before it fills the memory."""
    with pytest.raises(BadPart, match="line 1: a line is longer"):
        lines(b"x" * (FIELD_BYTES + (2 << 20)))


@given(st.lists(st.sampled_from([b"a", b"bc", b"\r", b"\n", b"\r\n", b"\x1a"]), max_size=20), st.integers(1, 5))
def test_from_every_position_the_same_goes_on(parts: list[bytes], most: int) -> None:
    """No line is lost or doubled, whatever they end in."""
    data = b"".join(parts)
    extent = Extent(0, len(data), most, 1000)
    blocks = list(Lines().blocks(io.BytesIO(data), extent, None))
    for i, block in enumerate(blocks):
        rest = list(Lines().blocks(io.BytesIO(data), extent, Position.of(block.after.dump())))
        assert [b.numbers.tolist() for b in rest] == [b.numbers.tolist() for b in blocks[i + 1 :]]
    records = b"".join(block.record(row) for block in blocks for row in range(len(block.starts)))
    assert records.translate(None, b"\r\n\x1a") == data.translate(None, b"\r\n\x1a")
