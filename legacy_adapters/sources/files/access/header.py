"""The first page of a database: which Jet wrote it, its code page, and whether it is encoded."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.access.jet import JET3, JET4, Jet
from legacy_adapters.sources.files.access.rc4 import rc4

MAGIC: Final = b"\x00\x01\x00\x00"
NAMES: Final = (b"Standard Jet DB\0", b"Standard ACE DB\0")
_MONEY: Final = b"MSISAM Database\0"

_HIDDEN: Final = 0x18
_HIDDEN_LENGTHS: Final = {False: 126, True: 128}
_HIDING_KEY: Final = bytes.fromhex("c7da396b")
_CODE_PAGE: Final = 0x3C
_KEY: Final = 0x3E
_FIRST_ACE: Final = 2

VERSIONS: Final = {
    0: "Access 97 (Jet 3)",
    1: "Access 2000 to 2003 (Jet 4)",
    2: "Access 2007 (ACE 12)",
    3: "Access 2010 (ACE 14)",
    4: "Access 2013 (ACE 15)",
    5: "Access 2016 (ACE 16)",
    6: "Access 2019 (ACE 17)",
}


@dataclass(frozen=True, slots=True)
class Header:
    """What the first page says. ``key``: what pages are encoded with, empty for most."""

    version: str
    jet: Jet
    code_page: int
    key: bytes


def is_access(head: bytes) -> bool:
    """Whether a file that begins so is a database of Access."""
    return head.startswith(MAGIC) and head[4:20] in NAMES


def header_of(head: bytes, path: Path) -> Header:
    """Reads the first 2,048 bytes of a file. Raises ``BadPart`` for what is none, or cannot be read."""
    if head[4:20] == _MONEY:
        raise BadPart("this is a database of Microsoft Money, which is not read", where=str(path))
    if not is_access(head) or len(head) < 2048:
        raise BadPart("this is no Access database", where=str(path), hint="It may be cut off, or another kind of file.")
    version = head[0x14]
    if version not in VERSIONS:
        raise BadPart(f"an Access database of an unknown version ({version})", where=str(path))
    jet = JET3 if version == 0 else JET4
    length = _HIDDEN_LENGTHS[jet.wide]
    clear = head[:_HIDDEN] + rc4(_HIDING_KEY, head[_HIDDEN : _HIDDEN + length])
    (code_page,) = struct.unpack_from("<H", clear, _CODE_PAGE)
    key = clear[_KEY : _KEY + 4]
    if any(key) and version >= _FIRST_ACE:
        raise BadPart(
            "the database is encrypted with a password",
            where=str(path),
            hint="Open it in Access and take the password away (File, Info, Decrypt Database), on a copy.",
        )
    return Header(VERSIONS[version], jet, code_page, key if any(key) else b"")
