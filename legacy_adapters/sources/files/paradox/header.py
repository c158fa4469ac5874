"""The header of a Paradox table: what it says, checked against the file that it stands in.

Sources: R. Beck, "The Paradox File Structure"; K. Mitchell, "Paradox 4.x File Formats" (public domain).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.paradox.fields import Field, parse_fields

TABLES: Final = (0, 2)
"""The types of file that are tables: with a primary key, and without."""

SHORTEST: Final = 0x58
_SECOND_PART: Final = 0x78
_FIRST_WITH_SECOND_PART: Final = 5
_ENCRYPTION_FURTHER_ON: Final = 0xFF00FF00
_KILOBYTE: Final = 1024
_LARGEST_BLOCK: Final = 32


@dataclass(frozen=True, slots=True)
class Header:
    """``records`` and ``blocks`` as the header counts them; ``first`` block (0: none); bytes of a record, a block and
    the header. ``version``: 3 for Paradox 3.0, 4 for 3.5, 5 to 9 for 4, 10 and 11 for 5, 12 for 7. ``code_page`` is
    its number, 0 where the version has none; ``sort_order`` the byte that earlier versions have instead."""

    version: int
    records: int
    blocks: int
    first: int
    record_size: int
    block_size: int
    start: int
    size: int
    code_page: int
    sort_order: int
    fields: tuple[Field, ...]

    @property
    def program(self) -> str:
        """Which Paradox wrote the file, for a person."""
        return f"Paradox {_PROGRAMS.get(self.version, '4' if self.version < _FIVE else '7')}"


_FIVE: Final = 10
_PROGRAMS: Final = {3: "3", 4: "3.5", 10: "5", 11: "5"}


def read_header(path: Path) -> Header:
    """The header of a file. Raises ``BadPart`` for one that is none, or cannot be read, and ``OSError``."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(SHORTEST)
        if len(head) == SHORTEST:
            head += file.read(max(0, _start(head) - SHORTEST))
    return parse_header(head, size, path.name)


def parse_header(head: bytes, size: int, where: str) -> Header:
    """The header in the first bytes of a file of ``size`` bytes. Raises ``BadPart``."""
    if not head:
        raise BadPart("the file is empty", where=where)
    if len(head) < SHORTEST or len(head) < _start(head) or size < _start(head):
        raise BadPart("ends within its header", where=where, hint="The file is incomplete: ask for it again.")
    record_size, start, kind, kilobytes, records = struct.unpack_from("<HHBBI", head)
    if kind not in TABLES:
        raise BadPart("is an index or another part of a Paradox table", where=where, hint="Name the .DB file.")
    version = head[0x39]
    further = version >= _FIRST_WITH_SECOND_PART
    if start < (_SECOND_PART if further else SHORTEST) or not record_size or not 1 <= kilobytes <= _LARGEST_BLOCK:
        raise BadPart("is no Paradox table, or its header is damaged", where=where)
    _refuse_encrypted(head, where, further=further)
    count = _word(head, 0x21)
    fields = parse_fields(head[:start], count, _SECOND_PART if further else SHORTEST, version, where)
    if sum(field.length for field in fields) != record_size:
        raise BadPart(
            f"its fields take {sum(field.length for field in fields)} bytes, and its records have {record_size}",
            where=where,
            hint="The header is damaged, or this is no Paradox table.",
        )
    return Header(
        version=version,
        records=records,
        blocks=_word(head, 0x0C),
        first=_word(head, 0x0E),
        record_size=record_size,
        block_size=kilobytes * _KILOBYTE,
        start=start,
        size=size,
        code_page=_word(head, 0x6A) if further else 0,
        sort_order=head[0x29],
        fields=fields,
    )


def _refuse_encrypted(head: bytes, where: str, *, further: bool) -> None:
    mark = int.from_bytes(head[0x25:0x29], "little")
    if further and mark == _ENCRYPTION_FURTHER_ON:
        mark = int.from_bytes(head[0x5C:0x60], "little")
    if mark:
        raise BadPart(
            "is encrypted with a password",
            where=where,
            hint="Take the password off in Paradox (Tools, Utilities, Restructure), or export the table from there.",
        )


def _start(head: bytes) -> int:
    return _word(head, 2)


def _word(head: bytes, place: int) -> int:
    return int.from_bytes(head[place : place + 2], "little")
