"""Databases for the tests, written page by page so that each can be as odd as it has to be."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.jet import JET3, JET4, Jet
from legacy_adapters.sources.files.access.rc4 import rc4
from legacy_adapters.sources.files.access.settings import AccessSettings
from legacy_adapters.sources.files.format import Piece

MAPS = 3
"""The page with the maps of all tables."""


@dataclass(frozen=True)
class Col:
    """A column: ``place`` is its offset (fixed) or its number among those of variable length."""

    name: str
    kind: int
    place: int
    fixed: bool = True
    length: int = 0
    precision: int = 0
    scale: int = 0
    more_flags: int = 0


OBJECTS = (
    Col("Id", jet.LONG, 0),
    Col("Type", jet.INTEGER, 4),
    Col("Flags", jet.LONG, 6),
    Col("Name", jet.TEXT, 0, fixed=False),
    Col("Database", jet.TEXT, 1, fixed=False),
    Col("Connect", jet.TEXT, 2, fixed=False),
    Col("LvProp", jet.OLE, 3, fixed=False),
)


def text(value: str, layout: Jet = JET4) -> bytes:
    """A text as a row has it, not compressed."""
    return value.encode("utf-16-le" if layout.wide else "cp1252")


def row(columns: Sequence[Col], values: Mapping[str, bytes | bool], layout: Jet = JET4) -> bytes:
    """A row: bytes by column; a column that is not there is null, a truth value is a bit."""
    sizes = [c.place + jet.FIXED_SIZES.get(c.kind, c.length) for c in columns if c.fixed and c.kind != jet.BOOLEAN]
    fixed = bytearray(max(sizes, default=0))
    variable = [b""] * sum(not c.fixed for c in columns)
    mask = bytearray((len(columns) + 7) // 8)
    for number, column in enumerate(columns):
        value = values.get(column.name)
        if value is None or value is False:
            continue
        mask[number // 8] |= 1 << number % 8
        if isinstance(value, bytes):
            if column.fixed:
                fixed[column.place : column.place + len(value)] = value
            else:
                variable[column.place] = value
    begin = layout.row_start + len(fixed)
    offsets = [begin + sum(map(len, variable[:i])) for i in range(len(variable) + 1)]
    body = bytes(fixed) + b"".join(variable)
    if layout.wide:
        head = struct.pack("<H", len(columns))
        table = b"".join(struct.pack("<H", offset) for offset in reversed(offsets)) + struct.pack("<H", len(variable))
        return head + body + (table if variable else b"") + bytes(mask)
    return bytes([len(columns)]) + body + (_table_jet3(offsets, body, bytes(mask)) if variable else b"") + bytes(mask)


def _table_jet3(offsets: list[int], body: bytes, mask: bytes) -> bytes:
    """Offsets of one byte, the last first, then at which column each next 256 begin, then their number."""
    jumps: list[int] = []
    size = 1 + len(body) + len(offsets) + 1 + len(mask)
    while (size + len(jumps) - 1) // 256 > len(jumps):
        later = [i for i, offset in enumerate(offsets) if offset >= 256 * (len(jumps) + 1)]
        jumps.append(later[0] if later else 0xFF)
    table = bytes(offset & 0xFF for offset in reversed(offsets))
    return table + bytes(reversed(jumps)) + bytes([len(offsets) - 1])


@dataclass
class Database:
    """A database that is put together; ``write`` makes a file of it."""

    layout: Jet = JET4
    version: int = 1
    key: bytes = b"\0\0\0\0"
    pages: dict[int, bytes] = field(default_factory=dict)
    maps: list[bytes] = field(default_factory=list)
    objects: list[bytes] = field(default_factory=list)
    next_page: int = 4

    def table(
        self,
        name: str,
        columns: Sequence[Col],
        rows: Sequence[bytes | tuple[int, bytes]],
        *,
        per_page: int = 1000,
        count: int | None = None,
        flags: int = 0,
    ) -> int:
        """Adds a table with its rows; gives the page of its definition."""
        definition = self._page()
        numbers = []
        for i in range(0, len(rows), per_page):
            number = self._page()
            self.pages[number] = self.data_page(definition, rows[i : i + per_page])
            numbers.append(number)
        stated = len(rows) if count is None else count
        self.pages[definition] = self._definition(columns, stated, self.map_of(numbers))
        self.entry(name, 1, definition, flags)
        return definition

    def entry(self, name: str, kind: int, number: int = 0, flags: int = 0, **more: str) -> None:
        """Adds an object to the table of objects."""
        values = {"Id": struct.pack("<i", number), "Type": struct.pack("<h", kind), "Flags": struct.pack("<I", flags)}
        texts = {"Name": text(name, self.layout)} | {key: text(one, self.layout) for key, one in more.items()}
        self.objects.append(row(OBJECTS, values | texts, self.layout))

    def data_page(self, owner: int, rows: Sequence[bytes | tuple[int, bytes]]) -> bytes:
        """A data page; a row may come with its flags."""
        size = self.layout.page_size
        page = bytearray(size)
        page[:2] = b"\x01\x01"
        struct.pack_into("<I", page, 4, owner)
        struct.pack_into("<H", page, self.layout.row_count, len(rows))
        end = size
        for i, one in enumerate(rows):
            flag, data = one if isinstance(one, tuple) else (0, one)
            end -= len(data)
            page[end : end + len(data)] = data
            struct.pack_into("<H", page, self.layout.row_count + 2 + 2 * i, end | flag)
        return bytes(page)

    def map_of(self, numbers: Sequence[int]) -> int:
        """Adds a map of these pages; gives the pointer to it."""
        bitmap = bytearray(64)
        for number in numbers:
            bitmap[number // 8] |= 1 << number % 8
        self.maps.append(b"\0" + struct.pack("<I", 0) + bytes(bitmap))
        return MAPS << 8 | (len(self.maps) - 1)

    def long_page(self, rows: Sequence[bytes]) -> int:
        """Adds a page of long values; gives its number."""
        number = self._page()
        page = bytearray(self.data_page(0, rows))
        page[4:8] = b"LVAL"
        self.pages[number] = bytes(page)
        return number

    def write(self, path: Path) -> Path:
        """Makes the file."""
        objects = self._page()
        self.pages[objects] = self.data_page(2, self.objects)
        self.pages[2] = self._definition(OBJECTS, len(self.objects), self.map_of([objects]))
        self.pages[MAPS] = self.data_page(1, self.maps)
        found = [self._head()] + [self.pages.get(i, bytes(self.layout.page_size)) for i in range(1, self.next_page)]
        if any(self.key):
            found[1:] = [
                rc4(bytes(a ^ b for a, b in zip(self.key, struct.pack("<I", i), strict=True)), page)
                for i, page in enumerate(found[1:], 1)
            ]
        path.write_bytes(b"".join(found))
        return path

    def _page(self) -> int:
        self.next_page += 1
        return self.next_page - 1

    def _head(self) -> bytes:
        name = b"Standard Jet DB\0" if self.version < 2 else b"Standard ACE DB\0"
        clear = bytearray(self.layout.page_size)
        clear[:21] = b"\x00\x01\x00\x00" + name + bytes([self.version])
        struct.pack_into("<H", clear, 0x3C, 1252)
        clear[0x3E:0x42] = self.key
        length = 128 if self.layout.wide else 126
        clear[0x18 : 0x18 + length] = rc4(bytes.fromhex("c7da396b"), bytes(clear[0x18 : 0x18 + length]))
        return bytes(clear)

    def _definition(self, columns: Sequence[Col], rows: int, used: int) -> bytes:
        layout = self.layout
        data = bytearray(layout.first_column)
        data[:2] = b"\x02\x01"
        struct.pack_into("<I", data, layout.table_rows, rows)
        data[layout.table_kind] = 0x4E
        struct.pack_into("<H", data, layout.variable_columns, sum(not column.fixed for column in columns))
        struct.pack_into("<H", data, layout.columns, len(columns))
        struct.pack_into("<II", data, layout.used_pages, used, used)
        for number, column in enumerate(columns):
            data += self._column(number, column)
        for column in columns:
            raw = text(column.name, layout)
            data += (struct.pack("<H", len(raw)) if layout.wide else bytes([len(raw)])) + raw
        return self._over_pages(bytes(data))

    def _over_pages(self, data: bytes) -> bytes:
        """A definition that is too long goes on on further pages; the first is given back."""
        size = self.layout.page_size
        if len(data) <= size:
            return data.ljust(size, b"\0")
        number = self._page()
        rest = self._over_pages(b"\x02\x01\0\0\0\0\0\0" + data[size:])
        self.pages[number] = rest
        first = bytearray(data[:size])
        struct.pack_into("<I", first, 4, number)
        return bytes(first)

    def _column(self, number: int, column: Col) -> bytes:
        layout = self.layout
        data = bytearray(layout.column_size)
        data[0] = column.kind
        struct.pack_into("<H", data, layout.number, number)
        struct.pack_into("<H", data, layout.variable_index, 0 if column.fixed else column.place)
        data[layout.precision], data[layout.precision + 1] = column.precision, column.scale
        data[layout.flags] = 1 if column.fixed else 0
        if layout.wide:
            data[layout.flags + 1] = column.more_flags
        struct.pack_into("<H", data, layout.fixed_offset, column.place if column.fixed else 0)
        struct.pack_into("<H", data, layout.length, column.length)
        return bytes(data)


def pieces(
    path: Path,
    table: str | None = None,
    columns: Sequence[str] | None = None,
    after: str | None = None,
    most: int = 1000,
) -> list[Piece]:
    """What is read of a table."""
    found = list(AccessSettings().read(path, table, columns, after, most))
    for piece in found:
        piece.rows.validate(full=True)
        assert len(piece.origin) == piece.rows.num_rows <= most
    return found


def rows(path: Path, table: str | None = None, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of a table; a mixed number has a # behind it."""
    return [
        {k: v["text"] + "#" * v["number"] if isinstance(v, dict) else v for k, v in one.items()}
        for piece in pieces(path, table, columns)
        for one in piece.rows.to_pylist()
    ]


def faults(path: Path, table: str | None = None) -> list[tuple[Any, ...]]:
    """The faults of all pieces."""
    return [tuple(f.values()) for piece in pieces(path, table) if piece.faults for f in piece.faults.to_pylist()]


LAYOUTS = [(JET3, 0), (JET4, 1), (JET4, 3)]
"""Jet 3, Jet 4 and ACE."""
