"""What a copybook or a hand-made layout leaves to the machine and the compiler that wrote the records."""

from __future__ import annotations

from dataclasses import dataclass

from legacy_adapters.sources.files.fixed.charset import Charset
from legacy_adapters.sources.files.fixed.kinds.zoned import Overpunch


@dataclass(frozen=True, slots=True)
class Dialect:
    """The code page, and how numbers are stored.

    ``little_comp`` and ``little_comp_5``: least significant byte first. ``ibm_floats``: hexadecimal floating point.
    ``short_binary``: binary fields of one to two digits take one byte, and so on (1-2-3-4-5-6-7-8 bytes) instead of
    2, 4 and 8. ``zeros`` are the characters of an overpunched +0 and −0 in a national code page.
    """

    charset: Charset
    low_values: bool = False
    little_comp: bool = False
    little_comp_5: bool = False
    ibm_floats: bool = False
    short_binary: bool = False
    overpunch: Overpunch = Overpunch.STANDARD
    zeros: str = ""
