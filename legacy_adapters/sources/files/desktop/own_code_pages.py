"""Decoding tables of code pages that Python does not have: each is code page 437 with some letters in other places.

Sources: Kamenický (KEYBCS2, in dBase code page 895) after the character set ``keybcs2`` of MySQL, with § at 0xAD as in
table 895 of SheetJS's codepage library (which is wrong at 0x8D: ĺ, not Ǫ, goes with the Ĺ of 0x8A); Mazovia (in dBase
code page 620) after table 620 of the same library.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_KAMENICKY: Final = (
    "ČüéďäĎŤčěĚĹÍľĺÄÁ"
    "ÉžŽôöÓůÚýÖÜŠĽÝŘť"
    "áíóúňŇŮÔšřŕŔ¼§«»"
)  # fmt: skip
"""0x80 to 0xAF; what follows is as in code page 437."""

_MAZOVIA: Final[Mapping[int, str]] = {
    0x86: "ą", 0x8D: "ć", 0x8F: "Ą", 0x90: "Ę", 0x91: "ę", 0x92: "ł", 0x95: "Ć", 0x98: "Ś", 0x9C: "Ł", 0x9E: "ś",
    0xA0: "Ź", 0xA1: "Ż", 0xA3: "Ó", 0xA4: "ń", 0xA5: "Ń", 0xA6: "ź", 0xA7: "ż",
}  # fmt: skip


def _over_437(letters: Mapping[int, str]) -> str:
    below = bytes(range(256)).decode("cp437")
    return "".join(letters.get(byte, below[byte]) for byte in range(256))


OWN_TABLES: Final[Mapping[str, str]] = {
    "kamenicky": _over_437({0x80 + place: letter for place, letter in enumerate(_KAMENICKY)}),
    "mazovia": _over_437(_MAZOVIA),
}
"""The 256 characters of each, by name."""

ALIASES: Final[Mapping[str, str]] = {
    "cp895": "kamenicky", "895": "kamenicky", "keybcs2": "kamenicky", "kamenický": "kamenicky",
    "cp620": "mazovia", "620": "mazovia", "cp667": "mazovia", "plmaz": "mazovia",
}  # fmt: skip
"""Other names of the same."""
