"""UTF-8 lines counted in characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.fixed.characters import transcribed
from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.kinds.text import decode_text
from tests.sources.files.fixed.given import block

PAGE = charset("utf-8")


def test_ascii_stays_as_it_is() -> None:
    """Nothing is copied."""
    some = block(b"abc", b"d")
    (part,) = transcribed(some, PAGE)
    assert part.block is some


def test_more_characters_than_a_table_holds() -> None:
    """The block comes in parts, and no line is lost."""
    lines = [chr(0x400 + i) * 2 + chr(0x4E00 + i) for i in range(200)]
    parts = list(transcribed(block(*(line.encode() for line in lines)), PAGE))
    assert len(parts) > 1
    texts = [
        text
        for part in parts
        for text in decode_text(part.block.data, part.block.sizes, part.charset).values.to_pylist()
    ]
    assert texts == lines
    assert [number for part in parts for number in part.block.numbers.tolist()] == list(range(1, 201))


@given(
    st.lists(
        st.one_of(st.text(alphabet="aé€😀", min_size=1, max_size=6).map(str.encode), st.binary(min_size=1, max_size=5)),
        min_size=1,
        max_size=8,
    )
)
def test_each_character_is_one_byte(lines: list[bytes]) -> None:
    """Wrong bytes are characters that cannot be read; the others are where they were."""
    # Wrong bytes at a line's end must not become one character with what follows.
    (part,) = transcribed(block(*(b + b"|" for b in lines)), PAGE)
    assert part.block.sizes.tolist() == [len((b + b"|").decode("utf-8", "surrogateescape")) for b in lines]
