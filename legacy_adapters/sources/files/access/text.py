"""Texts as Jet stores them."""

from __future__ import annotations

from typing import Final

COMPRESSED: Final = b"\xff\xfe"


def decoded(raw: bytes, codec: str) -> str | None:
    """A text: of Jet 3 in its ``codec``; of Jet 4 ("") in UTF-16, or compressed. None where it is no text.

    Compressed texts begin with FF FE and have one byte for each character; a byte 0 switches to two bytes each, and
    back.
    """
    try:
        if codec:
            return raw.decode(codec)
        if raw.startswith(COMPRESSED):
            return _expanded(raw[2:])
        return raw.decode("utf-16-le")
    except UnicodeDecodeError:
        return None


def _expanded(raw: bytes) -> str:
    if 0 not in raw:
        return raw.decode("latin-1")
    found = bytearray()
    place, narrow = 0, True
    while place < len(raw):
        if raw[place] == 0:
            narrow = not narrow
            place += 1
        elif narrow:
            end = raw.find(b"\0", place)
            part = raw[place : end if end >= 0 else len(raw)]
            found += part.decode("latin-1").encode("utf-16-le")
            place += len(part)
        else:
            found += raw[place : place + 2]
            place += 2
    return found.decode("utf-16-le")
