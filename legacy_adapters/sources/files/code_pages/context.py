"""What the neighbours of a character say about it: letters stand in words, capitals at their beginning, and so on."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

UNDEFINED = -20.0
"""Bits against a code page for a byte that it does not define, or that is a control character in it."""

_BOX: Final = range(0x2500, 0x25A1)
_SPACES: Final = frozenset("\u00a0\u00ad")
_ORDINAL: Final = frozenset("ªº")
_JOINERS: Final = frozenset("’·‐\u00ad")
_OPENING: Final = frozenset("„“‘«‚¿¡‹£")
_WORDS: Final = frozenset("àèéóíáåöuувскояиаіжыоη")
"""Letters that are a word, or an abbreviation, by themselves."""
_CLOSING: Final = frozenset("”’“»›…°²³™®©")


@lru_cache(maxsize=1 << 15)
def kind_of(character: str) -> str:
    """``u`` and ``l`` for capital and small letters, ``o`` for letters without case, ``d`` for digits, ``b`` for frames
    and blocks, ``x`` for what no text has, ``s`` for spaces and all other signs."""
    code = ord(character)
    if code in _BOX:
        return "b"
    if character == "\ufffd" or 0x7F <= code < 0xA0 or 0xE000 <= code < 0xF900 or 0xFDD0 <= code < 0xFDF0:
        return "x"
    if character in _ORDINAL:
        return "s"
    category = unicodedata.category(character)
    if category[0] == "L":
        return {"u": "u", "l": "l"}.get(category[1], "o")
    if category == "Nd":
        return "d"
    return "o" if category == "Mn" else "s"


@lru_cache(maxsize=1 << 15)
def script_of(letter: str) -> str:
    """The alphabet of a letter: ``CYRILLIC``, ``GREEK``, ``LATIN``, ``CJK``, ``HANGUL`` and so on."""
    code = ord(letter)
    if code < 0x250:
        return "LATIN"
    if 0x4E00 <= code < 0xA000 or 0x3040 <= code < 0x3100 or 0xFF60 <= code < 0xFFA0:
        return "CJK"
    return unicodedata.name(letter, "?").partition(" ")[0]


@lru_cache(maxsize=1 << 16)
def bits_of(before: str, character: str, after: str) -> float:
    """What speaks for (above 0) or against a character outside ASCII between its neighbours, in bits."""
    kind, left, right = kind_of(character), kind_of(before), kind_of(after)
    if kind == "x":
        return UNDEFINED
    if kind in "ulo":
        return _letter((before, character, after), (left, kind, right))
    if kind == "b":
        return _frame(left, right)
    return _sign(character, left, right)


def _letter(three: tuple[str, str, str], kinds: tuple[str, str, str]) -> float:
    left, kind, right = kinds
    before, character, after = three
    bits = 0.0
    if before == character == after:
        bits -= 6
    own = script_of(character)
    if any(k in "ulo" and script_of(n) != own for k, n in ((left, before), (right, after))):
        bits -= 7
    if kind == "l" and character != "ß" and left == "u" and right == "u":
        bits -= 5
    if kind == "u" and left == "l":
        bits -= 6
    if own in {"CJK", "HANGUL"}:
        return bits
    if left == "d" or right == "d":
        bits -= 2
    if left not in "ulo" and right not in "ulo":
        bits -= 1 if character in _WORDS else 5
    return bits


def _frame(left: str, right: str) -> float:
    """Frames are drawn in long lines, apart from letters."""
    if left in "ulo" or right in "ulo":
        return -6.0
    return 1.0 if left == "b" or right == "b" else -2.0


def _sign(character: str, left: str, right: str) -> float:
    letters = "ulo"
    if left in letters and right in letters:
        return 0.0 if character in _JOINERS else -9.0
    if character in _SPACES:
        return 1.0 if left == "d" or right == "d" else 0.0
    if left in letters and character in _CLOSING:
        return 0.0
    if right in letters and character in _OPENING:
        return 0.0
    return -2.0 if left in letters or right in letters else 0.0
