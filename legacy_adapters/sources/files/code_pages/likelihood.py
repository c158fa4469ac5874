"""How likely it is that bytes are text of a language in a code page: the letters' frequencies and their neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from legacy_adapters.sources.files.code_pages.context import bits_of
from legacy_adapters.sources.files.code_pages.homes import stranger
from legacy_adapters.sources.files.code_pages.ideographs import BY_CODEC
from legacy_adapters.sources.files.code_pages.languages import languages
from legacy_adapters.sources.files.code_pages.tokens import Tokens

_BYTE = 7.0
"""Bits that a byte above 127 says if nothing is known of it; what all is measured against."""

_FIRST_WORDS = 50
_HOPELESS = 60.0

SINGLE_BYTE: Final[Mapping[str, float]] = {
    "cp1252": 0.0,
    "cp850": -1.0,
    "cp1250": -0.5,
    "cp1251": -1.0,
    "cp437": -1.5,
    "cp852": -1.5,
    "iso8859-15": -1.5,
    "iso8859-1": -1.6,
    "iso8859-2": -3.0,
    "cp858": -2.0,
    "cp866": -1.5,
    "koi8-r": -2.0,
    "koi8-u": -2.5,
    "cp1253": -2.0,
    "iso8859-7": -2.5,
    "cp737": -2.5,
    "cp869": -3.0,
    "cp1254": -2.0,
    "cp857": -2.5,
    "iso8859-9": -2.5,
    "cp1257": -2.0,
    "cp775": -2.5,
    "iso8859-13": -3.0,
    "mac_roman": -2.5,
    "cp865": -2.5,
    "cp863": -3.5,
    "cp860": -3.5,
    "cp861": -3.5,
    "cp855": -3.0,
    "iso8859-5": -3.0,
    "mac_cyrillic": -3.5,
    "mac_latin2": -3.5,
    "cp1255": -3.0,
    "cp862": -3.5,
    "cp1256": -3.0,
    "cp874": -3.0,
}
"""Code pages of one byte a character, with bits against the rarer ones, which decide between equal texts."""

DOUBLE_BYTE: Final[Mapping[str, float]] = {
    "gb18030": -3.0,
    "cp932": -3.0,
    "cp950": -3.0,
    "cp949": -3.0,
    "euc_jp": -3.5,
    "big5hkscs": -4.0,
}
"""Code pages of one or two bytes a character."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How well a code page explains a sample: bits (more is better), the language it would be, the words decoded."""

    codec: str
    bits: float
    language: str
    words: tuple[str, ...]


def likelihoods(tokens: Tokens, priors: Mapping[str, float]) -> list[Likelihood]:
    """The code pages that explain the words, the best first. Those far behind after some words are left out."""
    first = Tokens(tokens.words[:_FIRST_WORDS], tokens.weights[:_FIRST_WORDS], tokens.found)
    found = _ordered(likelihood(first, codec, prior) for codec, prior in priors.items())
    if len(tokens.words) <= _FIRST_WORDS:
        return found
    close = [one.codec for one in found if one.bits > found[0].bits - _HOPELESS]
    return _ordered(likelihood(tokens, codec, priors[codec]) for codec in close)


def likelihood(tokens: Tokens, codec: str, prior: float = 0.0) -> Likelihood:
    """How well one code page explains the words."""
    words = tuple(b"\n".join(tokens.words).decode(codec, "replace").split("\n"))
    if len(words) != len(tokens.words):
        return Likelihood(codec, -10_000.0, "", words)
    bits, counts = _neighbourhood(words, tokens.weights)
    sizes = {character: _bytes_of(character, codec) for character in counts}
    bits += _BYTE * sum(size * counts[character] for character, size in sizes.items())
    language, letters = _best_language(counts, codec)
    return Likelihood(codec, prior + bits + letters, language, words)


def _neighbourhood(words: Sequence[str], weights: Sequence[float]) -> tuple[float, dict[str, float]]:
    """What neighbours say of all characters outside ASCII, and how often each of these stands."""
    bits = 0.0
    counts: dict[str, float] = defaultdict(float)
    for word, weight in zip(words, weights, strict=True):
        before = " "
        for at, character in enumerate(word):
            if character > "\x7f":
                bits += weight * bits_of(before, character, word[at + 1] if at + 1 < len(word) else " ")
                counts[character] += weight
            before = character
    return bits, counts


def _bytes_of(character: str, codec: str) -> int:
    if codec not in DOUBLE_BYTE:
        return 1
    return len(character.encode(codec, "replace"))


def _best_language(counts: Mapping[str, float], codec: str) -> tuple[str, float]:
    if (ideographs := BY_CODEC.get(codec)) is not None:
        return ideographs.name, sum(count * ideographs.bits_of(one) for one, count in counts.items())
    small: dict[str, float] = defaultdict(float)
    for character, count in counts.items():
        small[character if character == "İ" else character.lower()] += count
    scored = (
        (
            sum(count * language.bits_of(one) for one, count in small.items()) + stranger(language.name, codec),
            language.name,
        )
        for language in languages()
    )
    bits, name = max(scored)
    return name, bits


def _ordered(found: Iterable[Likelihood]) -> list[Likelihood]:
    return sorted(found, key=lambda one: -one.bits)
