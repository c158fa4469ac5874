"""The languages that code pages were made for."""

from __future__ import annotations

from legacy_adapters.sources.files.code_pages.ebcdic import pages
from legacy_adapters.sources.files.code_pages.homes import MADE_FOR, stranger
from legacy_adapters.sources.files.code_pages.languages import languages
from legacy_adapters.sources.files.code_pages.likelihood import SINGLE_BYTE


def test_every_code_page_has_a_home() -> None:
    """Each code page of one byte a character is for languages that are known, and each of these has a code page."""
    assert MADE_FOR.keys() == SINGLE_BYTE.keys() | pages().keys()
    assert set.union(*map(set, MADE_FOR.values())) == {one.name for one in languages()}


def test_strangers_are_unlikely() -> None:
    """Portuguese is at home in code page 860, and Swedish is not."""
    assert stranger("Portuguese", "cp860") == 0 > stranger("Swedish", "cp860")
