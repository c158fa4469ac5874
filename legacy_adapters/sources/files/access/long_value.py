"""Memos and OLE objects: in the row, in a row of another page, or in a chain of them."""

from __future__ import annotations

import struct
from typing import Final

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.access.pages import Pages
from legacy_adapters.sources.files.format import FIELD_BYTES

_IN_ROW: Final = 0x80000000
_ONE_ROW: Final = 0x40000000
_LENGTH: Final = 0x3FFFFFFF
_HEAD: Final = 12


class Missing(Exception):
    """A long value that is not where it should be, or is longer than any that is read; with the code of the fault."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def length_of(raw: bytes) -> int:
    """How many bytes a long value has, from what the row says of it."""
    return int(struct.unpack_from("<I", raw)[0] & _LENGTH) if len(raw) >= 4 else 0


def long_value(pages: Pages, raw: bytes) -> bytes:
    """The value that a row refers to. Raises ``Missing``."""
    if len(raw) < _HEAD:
        raise Missing("missing_memo", raw.hex())
    kind, pointer = struct.unpack_from("<II", raw)
    length = kind & _LENGTH
    if length > FIELD_BYTES:
        raise Missing("field_too_long", f"{length} bytes")
    if kind & _IN_ROW:
        found = raw[_HEAD : _HEAD + length]
    else:
        try:
            found = pages.row(pointer)[:length] if kind & _ONE_ROW else _chained(pages, pointer, length)
        except BadPart as error:
            raise Missing("missing_memo", error.message) from error
    if len(found) != length:
        raise Missing("missing_memo", f"{len(found)} of {length} bytes are there")
    return found


def _chained(pages: Pages, pointer: int, length: int) -> bytes:
    """Each row of the chain begins with a pointer to the next; each has at least a byte, so it ends."""
    found = bytearray()
    while pointer and len(found) < length:
        row = pages.row(pointer)
        if len(row) <= 4:
            break
        (pointer,) = struct.unpack_from("<I", row)
        found += row[4:]
    return bytes(found[:length])
