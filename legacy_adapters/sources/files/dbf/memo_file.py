"""The files in which dBase and FoxPro keep long texts: blocks, found by their number.

Sources: dBASE, "dBASE .DBT file structure"; Microsoft, "Memo File Structure (.fpt)" (numbers high byte first).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from legacy_adapters.sources.files.dbf.versions import MemoKind
from legacy_adapters.sources.files.desktop.long_texts import TextLost
from legacy_adapters.sources.files.format import FIELD_BYTES

_DBT_BLOCK: Final = 512
_DBT_BEGIN: Final = b"\xff\xff\x08\x00"
_DBT_END: Final = b"\x1a"
_HEADER: Final = 8
_READ: Final = 64 * 1024

SOFT_RETURN: Final = b"\x8d\n"
"""dBase's word processor ends a line that it broke itself so; everyone else takes it for a letter."""


class _Lost(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class MemoFile:
    """An open memo file; ``block`` is how many bytes a block has."""

    file: BinaryIO
    kind: MemoKind
    block: int
    size: int

    @classmethod
    def open(cls, path: Path, kind: MemoKind) -> MemoFile:
        """Opens a memo file; its ending overrules ``kind``. Raises ``OSError``."""
        kind = "fpt" if path.suffix.lower() not in ("", ".dbt") else kind if kind != "fpt" else "dbt4"
        file = path.open("rb")
        head = file.read(24)
        return cls(file, kind, _block_size(head, kind), os.fstat(file.fileno()).st_size)

    def read(self, number: int) -> bytes:
        """The text that begins in a block. Raises ``TextLost``."""
        try:
            return self._read(number)
        except _Lost as lost:
            raise TextLost(lost.code, f"block {number}") from lost

    def _read(self, number: int) -> bytes:
        place = number * self.block
        if place >= self.size:
            raise _Lost("missing_memo")
        self.file.seek(place)
        if self.kind == "dbt3":
            return self._to_end_mark(b"")
        head = self.file.read(_HEADER)
        if len(head) < _HEADER:
            raise _Lost("missing_memo")
        if self.kind == "fpt":
            return self._sized(int.from_bytes(head[4:], "big"))
        if head[:4] != _DBT_BEGIN:
            return self._to_end_mark(head)
        return self._sized(max(int.from_bytes(head[4:], "little") - _HEADER, 0)).replace(SOFT_RETURN, b"\r\n")

    def close(self) -> None:
        """Closes the file."""
        self.file.close()

    def _sized(self, length: int) -> bytes:
        if length > FIELD_BYTES:
            raise _Lost("field_too_long")
        found = self.file.read(length)
        if len(found) < length:
            raise _Lost("missing_memo")
        return found

    def _to_end_mark(self, begun: bytes) -> bytes:
        found = bytearray(begun)
        seen = 0
        while (end := found.find(_DBT_END, seen)) < 0:
            if len(found) > FIELD_BYTES:
                raise _Lost("field_too_long")
            seen = len(found)
            more = self.file.read(_READ)
            if not more:
                end = len(found)
                break
            found += more
        return bytes(found[:end]).replace(SOFT_RETURN, b"\r\n")


def _block_size(head: bytes, kind: MemoKind) -> int:
    if kind == "fpt":
        return int.from_bytes(head[6:8], "big") or 1
    if kind == "dbt4":
        return int.from_bytes(head[20:22], "little") or _DBT_BLOCK
    return _DBT_BLOCK
