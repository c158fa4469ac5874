"""How likely a code page is, by the letters of languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.code_pages.likelihood import DOUBLE_BYTE, SINGLE_BYTE, likelihood, likelihoods
from legacy_adapters.sources.files.code_pages.tokens import tokens_of
from tests.sources.files.vocabulary import VOCABULARY

ALL = {**SINGLE_BYTE, **DOUBLE_BYTE}


@pytest.mark.parametrize("language", [name for name in VOCABULARY if "machines" not in name])
def test_the_right_code_page_is_the_likeliest(language: str) -> None:
    """All words of a language in each of its code pages: no other text is as likely."""
    words = VOCABULARY[language].words
    for codec in VOCABULARY[language].codecs:
        data = ";".join(words).encode(codec)
        assert data.decode(likelihoods(tokens_of(data), ALL)[0].codec) == ";".join(words)


def test_the_language_is_named() -> None:
    """A person is told which language speaks for the code page."""
    found = likelihood(tokens_of("Löhne;Gehälter;für".encode("cp850")), "cp850")
    assert found.language == "German"
    assert found.words == ("Löhne", "Gehälter", "für")


def test_undefined_bytes_speak_against_a_code_page() -> None:
    """Byte 81 is nothing in code page 1252, and ü in code page 850."""
    tokens = tokens_of("Müller".encode("cp850"))
    assert likelihood(tokens, "cp850").bits > 0 > likelihood(tokens, "cp1252").bits


@given(st.binary(min_size=1, max_size=600))
def test_any_bytes_are_ordered(data: bytes) -> None:
    """Whatever the bytes, the likeliest code page comes first, and all words are decoded."""
    tokens = tokens_of(data)
    found = likelihoods(tokens, ALL)
    assert [one.bits for one in found] == sorted((one.bits for one in found), reverse=True)
    assert all(len(one.words) == max(1, len(tokens.words)) for one in found)
