"""The fields that a Paradox header describes: name, type, place in the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import pyarrow as pa

from legacy_adapters.core.errors import BadPart

Kind: TypeAlias = Literal[
    "text", "date", "integer", "double", "boolean", "memo", "blob", "time", "moment", "bcd", "bytes"
]  # fmt: skip
"""How the bytes of a field are read."""

KINDS: Final[Mapping[int, Kind]] = {
    0x01: "text",
    0x02: "date",
    0x03: "integer",
    0x04: "integer",
    0x05: "double",
    0x06: "double",
    0x09: "boolean",
    0x0C: "memo",
    0x0D: "blob",
    0x0E: "blob",
    0x0F: "blob",
    0x10: "blob",
    0x14: "time",
    0x15: "moment",
    0x16: "integer",
    0x17: "bcd",
    0x18: "bytes",
}
"""By the type's number: A D S I $ N L M B F O G T @ + # Y."""

_SIZES: Final[Mapping[Kind, tuple[int, ...]]] = {
    "date": (4,),
    "integer": (2, 4),
    "double": (8,),
    "boolean": (1,),
    "time": (4,),
    "moment": (8,),
}

BCD_BYTES: Final = 17
BCD_DIGITS: Final = 32
POINTER_BYTES: Final = 10
"""Behind the beginning of a long text: where it is, its length, and a number that tells versions apart."""

_TABLE_NAME: Final = 79
_LONG_TABLE_NAME: Final = 261
_FIRST_WITH_LONG_NAME: Final = 12


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name as bytes, how it is read, where it begins in the record, how many bytes it takes there, and
    the decimals of a BCD number."""

    name: bytes
    kind: Kind
    offset: int
    length: int
    decimals: int = 0

    @property
    def type(self) -> pa.DataType:
        """What its column is in Arrow."""
        if self.kind == "bcd":
            return pa.decimal128(BCD_DIGITS, self.decimals)
        return _TYPES.get(self.kind, pa.string())


_TYPES: Final[Mapping[Kind, pa.DataType]] = {
    "date": pa.date32(),
    "integer": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "time": pa.time64("us"),
    "moment": pa.timestamp("us"),
}


def parse_fields(head: bytes, count: int, first: int, version: int, where: str) -> tuple[Field, ...]:
    """The ``count`` fields that are described from the byte ``first`` on. Raises ``BadPart``."""
    described = head[first : first + 2 * count]
    name_size = _LONG_TABLE_NAME if version >= _FIRST_WITH_LONG_NAME else _TABLE_NAME
    names = head[first + 2 * count + 4 + 4 * count + name_size :].split(b"\0", count)
    if not count or len(described) < 2 * count or len(names) <= count:
        raise BadPart("describes no fields, or not all of them", where=where, hint="Its header is damaged.")
    return tuple(_placed(described, names, where))


def _placed(described: bytes, names: list[bytes], where: str) -> Iterator[Field]:
    offset = 0
    for number, name in zip(range(0, len(described), 2), names, strict=False):
        kind, size = KINDS.get(described[number]), described[number + 1]
        if kind is None or not _fits(kind, size):
            raise BadPart(
                f"has a field of the unknown type {described[number]} and {size} bytes",
                where=where,
                hint="Export the table from Paradox.",
            )
        length = BCD_BYTES if kind == "bcd" else size
        yield Field(name, kind, offset, length, size if kind == "bcd" else 0)
        offset += length


def _fits(kind: Kind, size: int) -> bool:
    if kind == "bcd":
        return size <= BCD_DIGITS
    if kind in ("memo", "blob"):
        return size >= POINTER_BYTES
    return size in _SIZES.get(kind, (size,)) and size > 0
