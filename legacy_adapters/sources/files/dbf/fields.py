"""The fields that a DBF's header describes: name, type, place in the record."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from legacy_adapters.sources.files.dbf.versions import Family

TERMINATOR: Final = 0x0D
"""The byte behind the last description."""

SYSTEM_TYPE: Final = "0"
"""Visual FoxPro's hidden column ``_NullFlags``."""

_NULLABLE: Final = 0x02
_LIKELY_TYPES: Final = frozenset(b"CNFDLMGPYTIBVQWO@+0" + b"cnfdlm")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name as bytes, its type's letter, where it begins in the record (the mark of deletion is at 0),
    how many bytes it takes, the decimals stated, and whether ``_NullFlags`` has a bit for it."""

    name: bytes
    letter: str
    offset: int
    length: int
    decimals: int
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    """The fields with offsets, and the place in the file behind the last description."""

    fields: tuple[Field, ...]
    end: int


def describe(header: bytes, family: Family) -> Described:
    """The fields in a header. The array ends at its terminator, at a byte that is no name's (some writers leave the
    terminator out, or write a NUL), or with the header."""
    first, size = {"dbase2": (8, 16), "dbase7": (68, 48)}.get(family, (32, 32))
    place, found = first, []
    while place + size <= len(header) and header[place] != TERMINATOR:
        field = _field(header[place : place + size], family)
        if header[place] == 0 and ord(field.letter) not in _LIKELY_TYPES:
            break
        found.append(field)
        place += size
    return Described(tuple(_placed(found)), place)


def _field(raw: bytes, family: Family) -> Field:
    if family == "dbase2":
        return Field(_name(raw[:11]), chr(raw[11]), 0, raw[12], raw[15])
    if family == "dbase7":
        return Field(_name(raw[:32]), chr(raw[32]), 0, raw[33], raw[34])
    nullable = family == "visual" and bool(raw[18] & _NULLABLE)
    return Field(_name(raw[:11]), chr(raw[11]), 0, raw[16], raw[17], nullable)


def with_long_texts(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields as Clipper and FoxPro 2 describe texts of more than 255 bytes: the decimals are the length's high
    byte."""
    longer = [
        replace(field, length=field.length + 256 * field.decimals, decimals=0) if field.letter == "C" else field
        for field in fields
    ]
    return tuple(_placed(longer))


def size_of(fields: Sequence[Field]) -> int:
    """The bytes of a record with these fields and the mark of deletion."""
    return 1 + sum(field.length for field in fields)


def _placed(fields: Sequence[Field]) -> Iterator[Field]:
    offset = 1
    for field in fields:
        yield replace(field, offset=offset)
        offset += field.length


def _name(raw: bytes) -> bytes:
    return raw.split(b"\0", 1)[0].strip(b" ")


def little(raw: bytes, place: int, size: int) -> int:
    """An unsigned number, low byte first."""
    return int(struct.unpack_from({2: "<H", 4: "<I"}[size], raw, place)[0])
