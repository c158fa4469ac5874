"""The chain of blocks."""

from __future__ import annotations

import io

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.paradox.blocks import Chain
from legacy_adapters.sources.files.paradox.header import parse_header
from tests.sources.files.paradox.tables import ALPHA, P, block, header, table

FIELDS = [P("A", ALPHA, 100)]


def chain(data: bytes) -> Chain:
    return Chain(io.BytesIO(data), parse_header(data, len(data), "t.db"), "t.db")


def record(letter: str) -> bytes:
    return letter.encode() * 100


def test_blocks_come_in_the_order_of_the_chain() -> None:
    """Wherever they stand in the file, also those that are empty."""
    data = header(FIELDS, 3, 3, first=2) + block([record("c")], 0) + block([record("a"), record("b")], 3) + block([], 1)
    found = list(chain(data).blocks(2))
    assert [(part.number, part.next) for part in found] == [(2, 3), (3, 1), (1, 0)]
    assert [row.tobytes()[:1] for part in found for row in part.records] == [b"a", b"b", b"c"]


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        (block([record("a")], 1), "lead in a circle"),
        (block([record("a")], 9), "ends before one of its blocks"),
        (block([record("a")], 0)[:50], "ends within one of its blocks"),
        (b"\0\0\0\0" + (1000).to_bytes(2, "little") + bytes(1018), "more records than there is room for"),
    ],
)
def test_a_broken_chain_is_refused(blocks: bytes, words: str) -> None:
    """With the block that is to blame."""
    with pytest.raises(BadPart, match=rf"t\.db, block \d: .*{words}"):
        list(chain(header(FIELDS, 1, 1) + blocks).blocks(1))


def test_a_circle_is_seen_however_it_is_gone_round() -> None:
    """Also by a reading that goes on somewhere in it."""
    data = table(FIELDS, [(record("a"),)] * 9)
    circle = data[:2048] + block([record("a")], 1) * 3
    with pytest.raises(BadPart, match="circle"):
        list(chain(circle).blocks(1, 3))
