"""DBF files made byte by byte, and what is read of them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legacy_adapters.sources.files.dbf.settings import DbfFormat
from legacy_adapters.sources.files.format import Piece

LIVE = b" "
DELETED = b"*"


@dataclass(frozen=True)
class F:
    """A field as a header describes it."""

    name: str | bytes
    letter: str
    length: int
    decimals: int = 0
    flags: int = 0

    @property
    def raw_name(self) -> bytes:
        return self.name if isinstance(self.name, bytes) else self.name.encode("ascii")

    def describe(self) -> bytes:
        """32 bytes, as in dBase III to V and FoxPro."""
        return (
            self.raw_name.ljust(11, b"\0")
            + self.letter.encode()
            + bytes(4)
            + bytes([self.length, self.decimals, self.flags])
            + bytes(13)
        )

    def describe7(self) -> bytes:
        """48 bytes, as in dBase 7."""
        return self.raw_name.ljust(32, b"\0") + self.letter.encode() + bytes([self.length, self.decimals]) + bytes(13)


def header(
    fields: Sequence[F],
    records: int,
    *,
    version: int = 0x03,
    language: int = 0,
    length: int | None = None,
    start: int | None = None,
    end: bytes = b"\r",
    driver: bytes = b"",
) -> bytes:
    """A header; what is not stated is as it should be."""
    level7 = version in (0x04, 0x8C)
    described = b"".join(field.describe7() if level7 else field.describe() for field in fields) + end
    if version in (0x30, 0x31, 0x32):
        described += bytes(263)
    middle = driver.ljust(36, b"\0") if level7 else b""
    size = 32 + len(middle) + len(described) if start is None else start
    length = 1 + sum(field.length for field in fields) if length is None else length
    head = struct.pack("<BBBBIHH", version, 126, 1, 31, records, size, length).ljust(29, b"\0")
    return head + bytes([language]) + bytes(2) + middle + described


def table(fields: Sequence[F], rows: Sequence[Sequence[bytes]], *, tail: bytes = b"\x1a", **stated: Any) -> bytes:
    """A table; a row that has one cell more than there are fields begins with its mark."""
    marked = [row if len(row) > len(fields) else [LIVE, *row] for row in rows]
    stated.setdefault("records", len(rows))
    return header(fields, **stated) + b"".join(b"".join(row) for row in marked) + tail


def write(folder: Path, data: bytes, name: str = "t.dbf") -> Path:
    """The file."""
    path = folder / name
    path.write_bytes(data)
    return path


def pieces(path: Path, *, columns: Sequence[str] | None = None, after: str | None = None, most_rows: int = 1000,
           **settings: Any) -> list[Piece]:  # fmt: skip
    """What is read."""
    return list(DbfFormat(**settings).read(path, None, columns, after, most_rows))


def rows_of(found: Sequence[Piece]) -> list[dict[str, Any]]:
    """All rows."""
    return [row for piece in found for row in piece.rows.to_pylist()]


def faults_of(found: Sequence[Piece]) -> list[tuple[str, str, str, str]]:
    """Origin of the row, column, code and text of every fault."""
    return [
        (piece.origin[fault["row"]].as_py(), fault["column"], fault["code"], fault["text"])
        for piece in found
        if piece.faults is not None
        for fault in piece.faults.to_pylist()
    ]


def column(path: Path, name: str, **settings: Any) -> list[Any]:
    """The cells of one column; nothing may be a fault."""
    found = pieces(path, **settings)
    assert faults_of(found) == []
    return [row[name] for row in rows_of(found)]
