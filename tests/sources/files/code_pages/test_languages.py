"""The frequencies of letters."""

from __future__ import annotations

from legacy_adapters.sources.files.code_pages.languages import NEVER, languages


def test_letters_of_a_language_are_likelier_than_others() -> None:
    """Each language expects its commonest letter more than one that it does not have, and signs of no text hardly."""
    for language in languages():
        common = max(language.bits.values())
        assert 0 > common > -6
        assert language.bits_of("¦") == NEVER
    german = next(one for one in languages() if one.name == "German")
    assert german.bits_of("ü") > german.bits_of("ß") > german.bits_of("ł")


def test_languages_differ() -> None:
    """No two languages have the same frequencies: one could not be told from the other."""
    assert len({tuple(sorted(one.bits.items())) for one in languages()}) == len(languages())
