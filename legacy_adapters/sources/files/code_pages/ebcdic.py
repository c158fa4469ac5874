"""Text of IBM's large machines: whether bytes are EBCDIC, and which country's."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final

from legacy_adapters.sources.files.code_pages.context import bits_of
from legacy_adapters.sources.files.code_pages.homes import stranger
from legacy_adapters.sources.files.code_pages.languages import languages

MOST_BYTES: Final = 64 * 1024

_PAGES: Final[Mapping[str, float]] = {
    "cp037": 0.0,
    "cp273": -0.5,
    "cp500": -0.5,
    "cp1047": -2.0,
    **dict.fromkeys(("cp277", "cp278", "cp280", "cp284", "cp285", "cp297"), -1.5),
    **dict.fromkeys(("cp870", "cp871", "cp1026"), -8.0),
}
"""The code pages of countries, with bits against the rarer ones: they decide between equal texts. Those with a euro
sign (1140 to 1149) differ in that alone. Python has some of them, the package ``ebcdic`` the others."""

_DIGITS: Final = range(0xF0, 0xFA)
_LETTERS: Final = (*range(0xC1, 0xCA), *range(0xD1, 0xDA), *range(0xE2, 0xEA))
_SMALL: Final = (*range(0x81, 0x8A), *range(0x91, 0x9A), *range(0xA2, 0xAA))
_BLANK: Final = 0x40
_ASCII_ONLY: Final = (*range(0x20, 0x25), *range(0x26, 0x40), 0x09, 0x0A)

_SIGNS: Final = frozenset("!|[]{}^~¬¢¦\\`@#$§£°¨´µ")
"""What stands in different places of the code pages: within a word it speaks against one."""

_WORD_PART: Final = re.compile(r"(?=([A-Za-z ])([^\x00-\x9f]|[!|\[\]{}^~\\`@#$])([A-Za-z ]))")
"""A letter or sign that stands in different places, between letters of the alphabet or blanks."""

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_USUAL: Final = "cp037"
_SHOWN = 3
_LEAST_WORDS = 2
_CLEAR_BITS = 10.0


@cache
def pages() -> Mapping[str, float]:
    """Those of the code pages that can be decoded here."""
    with suppress(ImportError):
        import_module("ebcdic")
    return {codec: prior for codec, prior in _PAGES.items() if _is_there(codec)}


def _is_there(codec: str) -> bool:
    try:
        codecs.lookup(codec)
    except LookupError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Ebcdic:
    """The code page, why, and whether another that gives another text is out of the question."""

    codec: str
    evidence: str
    certain: bool


def is_ebcdic(data: bytes) -> bool:
    """Whether bytes look like EBCDIC: blanks are 0x40 and digits 0xF0 to 0xF9, and what ASCII has in their place is
    rare. Fields of packed or binary numbers between the texts do not hide it."""
    counts = Counter(data[:MOST_BYTES])
    blanks, digits = counts[_BLANK], _sum(counts, _DIGITS)
    letters = _sum(counts, _LETTERS) + _sum(counts, _SMALL)
    total = counts.total() - counts[0]
    if not total or (blanks + digits + letters) * 2 < total or (blanks + digits) * 100 < 8 * total:
        return False
    if blanks * 33 < total and digits * 3 < total:
        return False
    return _sum(counts, _ASCII_ONLY) * 5 < 2 * (blanks + digits)


def _sum(counts: Counter[int], which: Iterable[int]) -> int:
    return sum(counts[byte] for byte in which)


def ebcdic(data: bytes) -> Ebcdic | None:
    """The EBCDIC code page of ``data``; None if it is not EBCDIC."""
    if not is_ebcdic(data):
        return None
    sample = data[:MOST_BYTES]
    scored = sorted(
        ((_bits(sample.decode(codec, "replace"), codec) + prior, codec) for codec, prior in pages().items()),
        reverse=True,
    )
    codec = scored[0][1]
    text = sample.decode(codec, "replace")
    words = _words(text)
    reason = "(EBCDIC): blanks are 0x40 and digits 0xF0 to 0xF9"
    if len(words) < _LEAST_WORDS:
        return Ebcdic(_USUAL, f"{_USUAL} {reason}; nothing tells its country, {_USUAL} is assumed", certain=False)
    return Ebcdic(codec, f"{codec} {reason}; reads {', '.join(words[:_SHOWN])}", _is_clear(sample, text, scored))


def _is_clear(sample: bytes, text: str, scored: list[tuple[float, str]]) -> bool:
    best = scored[0][0]
    others = [bits for bits, codec in scored[1:] if sample.decode(codec, "replace") != text]
    return not others or best - others[0] >= _CLEAR_BITS


def _words(text: str) -> list[str]:
    """Different words with letters outside ASCII; packed and binary numbers look like short ones in odd capitals."""
    found = {word for word in _WORD.findall(text) if not word.isascii() and _is_plain(word)}
    return sorted(found)


def _is_plain(word: str) -> bool:
    plain = sum(1 for letter in word if letter < "\x80")
    return plain * 2 > len(word) and (word.islower() or word.isupper() or word.istitle())


def _bits(text: str, codec: str) -> float:
    """What the letters and signs say that stand in different places of the code pages, as far as they stand in words:
    packed and binary numbers between the texts look like anything."""
    seen: Counter[str] = Counter()
    bits = 0.0
    for before, character, after in set(_WORD_PART.findall(text)):
        if character in _SIGNS:
            bits -= 9 if before != " " and after != " " else 1
        else:
            bits += 7 + bits_of(before, character, after)
            seen[character.lower()] += 1
    return bits + max(
        sum(n * language.bits_of(one) for one, n in seen.items()) + stranger(language.name, codec)
        for language in languages()
    )
