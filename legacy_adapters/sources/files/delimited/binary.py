"""Tells a file that is no text at all from one that is, by its beginning."""

from __future__ import annotations

from typing import Final

from legacy_adapters.core.errors import BadPart

_MAGIC: Final = (
    (b"PK\x03\x04", "a zip archive, or a workbook (.xlsx, .ods)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.xls, .doc)"),
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b\x08", "packed with gzip"),
    (b"BZh", "packed with bzip2"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (b"\xfd7zXZ\x00", "packed with xz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x00\x01\x00\x00Standard ", "an Access database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PAR1", "Parquet"),
    (b"\x7fELF", "a program"),
)
_CONTROLS: Final = bytes(set(range(32)) - set(b"\0\t\n\v\f\r\x1a\x1b"))
_MOST_CONTROLS: Final = 0.04
_MOST_NULS: Final = 0.3
_A_LINE: Final = 200


def refuse_binary(head: bytes, working: bytes, signs: bytes, where: str) -> None:
    """Raises ``BadPart`` for a file that begins with the bytes ``head``, or ``working`` once they are turned into what
    is worked on, and is no text. ``signs``: delimiter, quote and escape, which may be control characters.

    A few control characters, as printers need them, and NULs, as C programs leave them in fields, are text.
    """
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    controls = len(working) - len(working.translate(None, bytes(set(_CONTROLS) - set(signs))))
    nuls = working.count(0)
    if kind is not None and (controls or nuls or head.startswith((b"%PDF-", b"PAR1"))):
        raise BadPart(f"is no text but {kind}", where=where, hint="state the format that it has, or leave it out")
    if nuls > _MOST_NULS * len(working):
        raise BadPart(
            f"{nuls / len(working):.0%} of its beginning are NULs: it is binary, or UTF-16 without a byte order mark",
            where=where,
            hint="for UTF-16 state encoding: utf-16-le",
        )
    beyond_ascii = len(working) - len(working.translate(None, bytes(range(128, 256))))
    if len(working) > _A_LINE and beyond_ascii > len(working) // 2 and b"\n" not in working and b"\r" not in working:
        raise BadPart(
            "has no line end, and most of its beginning is no ASCII: it is binary, or in a mainframe's code page",
            where=where,
            hint="for EBCDIC state encoding: cp037, cp273, cp500 or cp1140",
        )
    if controls > _MOST_CONTROLS * len(working):
        raise BadPart(
            f"is no text: {controls / len(working):.0%} of its beginning are control characters",
            where=where,
            hint="state the format that it has",
        )
