"""What a file is written in: by its mark, by its declaration, or as stated.

XML 1.0 (fifth edition), 4.3.3 and appendix F: without a mark and a declaration it is UTF-8.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEGINNINGS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_DECLARED = re.compile(r"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.\-]*)["']""")

_LIKE_ASCII = frozenset(
    {"utf-8", "ascii", *(f"cp125{n}" for n in range(9)), *(f"iso8859-{n}" for n in (*range(1, 12), 13, 14, 15, 16))}
)
"""Python's names of encodings in which a byte below 128 is always the ASCII character, and never part of another."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name`` is the one that counts, ``declared`` whether the file says so itself; ``codec`` is Python's name for it,
    empty where Python has none; ``mark`` the length of the byte order mark; ``family`` an encoding of Python's in which
    at least the signs of XML are read rightly."""

    name: str
    declared: bool
    codec: str
    mark: int = 0
    family: str = "latin-1"

    @property
    def like_ascii(self) -> bool:
        """Whether the signs of XML can be looked for in the bytes."""
        return self.codec in _LIKE_ASCII

    @property
    def is_utf8(self) -> bool:
        """Whether the bytes are UTF-8 as they stand."""
        return self.codec in {"utf-8", "ascii"}


def encoding_of(head: bytes, stated: str | None) -> Encoding:
    """The encoding of a file that begins with ``head``."""
    mark, guessed = next(((len(mark), name) for mark, name in _MARKS if head.startswith(mark)), (0, ""))
    family = guessed or next((name for start, name in _BEGINNINGS if head.startswith(start)), "latin-1")
    if stated is not None:
        return Encoding(stated, False, _codec(stated), mark, _codec(stated) or family)
    if guessed:
        return Encoding(guessed, True, guessed, mark, guessed)
    found = _DECLARED.match(head[:1024].decode(family, errors="replace"))
    name = found[1] if found else ("utf-8" if family == "latin-1" else family)
    return Encoding(name, found is not None, _codec(name), mark, _codec(name) or family)


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
