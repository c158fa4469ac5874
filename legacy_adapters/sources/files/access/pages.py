"""Pages of a database, read as they are needed; the last ones are kept."""

from __future__ import annotations

import struct
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.access.header import Header, header_of
from legacy_adapters.sources.files.access.jet import ROW_DELETED, ROW_ELSEWHERE, ROW_OFFSET
from legacy_adapters.sources.files.access.rc4 import rc4

_KEPT: Final = 64
_MOST_MOVES: Final = 16


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of an open file."""

    path: Path
    file: IO[bytes]
    header: Header
    count: int
    _kept: OrderedDict[int, bytes] = field(default_factory=OrderedDict)

    def page(self, number: int) -> bytes:
        """A page, in clear. Raises ``BadPart`` for one that the file does not have."""
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        size = self.header.jet.page_size
        if not 0 < number < self.count:
            raise damaged(self.path, f"there is no page {number}")
        self.file.seek(number * size)
        data = self.file.read(size)
        if len(data) < size:
            raise damaged(self.path, f"page {number} is cut off")
        if self.header.key:
            data = rc4(bytes(a ^ b for a, b in zip(self.header.key, struct.pack("<I", number), strict=True)), data)
        self._kept[number] = data
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return data

    def offsets(self, page: bytes) -> list[int]:
        """What a data page says of its rows: two bytes each, see ``jet.ROW_OFFSET``."""
        place = self.header.jet.row_count
        (count,) = struct.unpack_from("<H", page, place)
        if place + 2 + 2 * count > len(page):
            raise damaged(self.path, f"a page says that it has {count} rows")
        return list(struct.unpack_from(f"<{count}H", page, place + 2))

    def row(self, pointer: int) -> bytes:
        """What a pointer leads to: the page in the upper three bytes, the row in the lowest. Raises ``BadPart``."""
        for _ in range(_MOST_MOVES):
            page = self.page(pointer >> 8)
            offsets = self.offsets(page)
            number = pointer & 0xFF
            if number >= len(offsets):
                raise damaged(self.path, f"page {pointer >> 8} has no row {number}")
            data = self.slice(page, offsets, number)
            if not offsets[number] & ROW_ELSEWHERE:
                return data
            pointer = self.pointer(data)
        raise damaged(self.path, "a row was moved without an end")

    def slice(self, page: bytes, offsets: list[int], number: int) -> bytes:
        """The bytes of a row: rows stand from a page's end to its beginning."""
        begin = offsets[number] & ROW_OFFSET
        end = offsets[number - 1] & ROW_OFFSET if number else len(page)
        return page[begin:end]

    def pointer(self, data: bytes) -> int:
        """The pointer that a row consists of which was moved to another page."""
        if len(data) < 4:
            raise damaged(self.path, "a row that was moved does not say where")
        (pointer,) = struct.unpack_from("<I", data)
        return int(pointer)

    def rows(self, number: int) -> Iterator[bytes]:
        """The rows of a data page that are not deleted, also those that were moved from it to another page."""
        page = self.page(number)
        offsets = self.offsets(page)
        for row, offset in enumerate(offsets):
            if offset & ROW_DELETED:
                continue
            data = self.slice(page, offsets, row)
            yield self.row(self.pointer(data)) if offset & ROW_ELSEWHERE else data


@contextmanager
def open_pages(path: Path) -> Iterator[Pages]:
    """Opens a database. Raises ``BadPart`` and ``OSError``."""
    with path.open("rb") as file:
        header = header_of(file.read(2048), path)
        count = file.seek(0, 2) // header.jet.page_size
        yield Pages(path, file, header, count)


def damaged(path: Path, what: str) -> BadPart:
    """The error for a database that is not as it must be."""
    return BadPart(
        f"the database is damaged: {what}",
        where=str(path),
        hint="Have it sent again, or let Access repair it: Compact and Repair Database, on a copy.",
    )
