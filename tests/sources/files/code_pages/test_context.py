"""What the neighbours of a character say about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.code_pages.context import UNDEFINED, bits_of, kind_of, script_of


@pytest.mark.parametrize(
    ("good", "bad"),
    [("füg", "f³g"), ("füg", "fÜg"), ("üb ", "ьb "), ("ЖУК", "zУz"), ("ÄÖÜ", "ÄöÜ"), (" €5", "a€b"), ("─│─", "a│b")],
)
def test_what_texts_have_is_likelier(good: str, bad: str) -> None:
    """Letters in words, capitals at their beginning, one alphabet a word, signs and frames outside of words."""
    assert bits_of(*good) > bits_of(*bad)


@pytest.mark.parametrize("character", ["\x81", "\x9d", "\ufffd", "\ue000"])
def test_controls_speak_against_a_code_page(character: str) -> None:
    """What no text has, undefined bytes and control characters, counts as much as all letters of a word."""
    assert bits_of("a", character, "b") == UNDEFINED


@given(st.characters(), st.characters(min_codepoint=128), st.characters())
def test_any_character_has_bits(before: str, character: str, after: str) -> None:
    """Nothing that can be decoded is unknown, and nothing speaks for a code page by its neighbours alone."""
    assert UNDEFINED <= bits_of(before, character, after) <= 1


def test_kinds_and_scripts() -> None:
    """Letters by case and alphabet, digits, frames, signs."""
    assert [kind_of(one) for one in "üÜ大5─€\x9f"] == ["l", "u", "o", "d", "b", "s", "x"]
    assert [script_of(one) for one in "üжα大ア한"] == ["LATIN", "CYRILLIC", "GREEK", "CJK", "CJK", "HANGUL"]
