"""The words that a code page is recognised by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.code_pages.tokens import LONGEST, MOST, tokens_of


def test_words_with_high_bytes_are_taken_once() -> None:
    """Words of plain ASCII say nothing; one that comes again weighs a little more."""
    found = tokens_of(b"Konto;M\xfcller;Gr\xf6\xdfe;M\xfcller\r\n")
    assert found.words == (b"M\xfcller", b"Gr\xf6\xdfe")
    assert found.weights[0] > found.weights[1] == 1
    assert found.found == 3


def test_the_second_byte_of_a_character_is_kept() -> None:
    """A byte above 127 takes the next with it, also one that is a delimiter in ASCII."""
    assert tokens_of("ソ表;1".encode("shift_jis")).words == ("ソ表".encode("shift_jis"),)


@given(st.binary(max_size=4000))
def test_what_is_taken_is_bounded(data: bytes) -> None:
    """Whatever the bytes, there are only so many words of so many bytes."""
    found = tokens_of(data)
    assert len(found.words) <= MOST
    assert all(0 < len(word) <= LONGEST and not word.isascii() for word in found.words)
    assert len(found.weights) == len(found.words)
