"""Paradox tables made byte by byte, and what is read of them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legacy_adapters.sources.files.format import Piece
from legacy_adapters.sources.files.paradox.settings import ParadoxFormat

ALPHA, DATE, SHORT, LONG, MONEY, NUMBER, LOGICAL = 1, 2, 3, 4, 5, 6, 9
MEMO, BINARY, TIME, MOMENT, COUNTER, BCD, BYTES = 12, 13, 20, 21, 22, 23, 24
BLOCK = 1024


@dataclass(frozen=True)
class P:
    """A field: its name, the number of its type, and the byte behind it (a size; the decimals of a BCD number)."""

    name: str
    kind: int
    size: int

    @property
    def width(self) -> int:
        return 17 if self.kind == BCD else self.size


def header(fields: Sequence[P], records: int, blocks: int, **stated: Any) -> bytes:
    """A header of 2,048 bytes; what is not stated is as it should be."""
    version = stated.get("version", 12)
    head = bytearray(stated.get("start", 2048))
    record_size = stated.get("record_size", sum(field.width for field in fields))
    struct.pack_into(
        "<HHBBI", head, 0, record_size, len(head), stated.get("kind", 2), stated.get("kilobytes", 1), records
    )
    struct.pack_into("<HHHH", head, 0x0A, blocks, blocks, stated.get("first", 1 if blocks else 0), blocks)
    struct.pack_into("<H", head, 0x21, stated.get("count", len(fields)))
    head[0x29], head[0x39] = stated.get("sort_order", 0), version
    further = version >= 5
    if further:
        struct.pack_into("<I", head, 0x25, 0xFF00FF00)
        struct.pack_into("<I", head, 0x5C, stated.get("encryption", 0))
        struct.pack_into("<H", head, 0x6A, stated.get("code_page", 437))
    else:
        struct.pack_into("<I", head, 0x25, stated.get("encryption", 0))
    described = b"".join(bytes([field.kind, field.size]) for field in fields) + bytes(4 + 4 * len(fields))
    described += b"T.DB".ljust(261 if version >= 12 else 79, b"\0")
    described += b"".join(field.name.encode("cp437") + b"\0" for field in fields)
    first = 0x78 if further else 0x58
    head[first : first + len(described)] = described
    return bytes(head[: stated.get("start", 2048)])


def block(records: Sequence[bytes], following: int, size: int = BLOCK) -> bytes:
    """One block with its records."""
    width = len(records[0]) if records else 1
    head = struct.pack("<HHh", following, 0, (len(records) - 1) * width if records else -width)
    return (head + b"".join(records)).ljust(size, b"\0")


def table(fields: Sequence[P], rows: Sequence[Sequence[bytes]], *, per_block: int = 3, **stated: Any) -> bytes:
    """A table of blocks with a few records each."""
    records = [b"".join(row) for row in rows]
    parts = [records[begin : begin + per_block] for begin in range(0, len(records), per_block)]
    blocks = [block(part, number + 1 if number < len(parts) else 0) for number, part in enumerate(parts, 1)]
    return header(fields, stated.pop("records", len(rows)), len(blocks), **stated) + b"".join(blocks)


def integer(number: int | None, size: int = 4) -> bytes:
    """A whole number that sorts as bytes; None for NULs."""
    return bytes(size) if number is None else (number + (1 << (8 * size - 1))).to_bytes(size, "big")


def double(number: float | None) -> bytes:
    """A double that sorts as bytes."""
    if number is None:
        return bytes(8)
    (bits,) = struct.unpack(">Q", struct.pack(">d", number))
    return struct.pack(">Q", bits | 2**63 if number >= 0 else ~bits & (2**64 - 1))


def bcd(digits: str, *, negative: bool = False, decimals: int = 2) -> bytes:
    """Thirty-two packed digits."""
    packed = bytes.fromhex(digits.rjust(32, "0"))
    if negative:
        return bytes([0x40 | decimals]) + bytes(byte ^ 0xFF for byte in packed)
    return bytes([0xC0 | decimals]) + packed


def blob(begun: bytes, leader: int, length: int, place: int = 0) -> bytes:
    """The beginning of a long text, and where the rest is."""
    return begun[:leader].ljust(leader, b"\0") + struct.pack("<IIH", place, length, 1)


def write(folder: Path, data: bytes, name: str = "t.db") -> Path:
    """The file."""
    path = folder / name
    path.write_bytes(data)
    return path


def pieces(path: Path, *, columns: Sequence[str] | None = None, after: str | None = None, most_rows: int = 1000,
           **settings: Any) -> list[Piece]:  # fmt: skip
    """What is read."""
    return list(ParadoxFormat(**settings).read(path, None, columns, after, most_rows))


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
