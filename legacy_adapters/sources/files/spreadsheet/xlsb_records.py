"""The records that the parts of an .xlsb file are made of ([MS-XLSB] 2.1.4): number, length, data."""

from __future__ import annotations

import struct
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legacy_adapters.sources.files.format import FIELD_BYTES
from legacy_adapters.sources.files.spreadsheet.workbook import damaged

ROW: Final = 0
BLANK: Final = 1
RK: Final = 2
ERROR: Final = 3
BOOL: Final = 4
REAL: Final = 5
TEXT: Final = 6
SHARED_TEXT: Final = 7
FORMULA_TEXT: Final = 8
FORMULA_REAL: Final = 9
FORMULA_BOOL: Final = 10
FORMULA_ERROR: Final = 11
STRING_ITEM: Final = 19
NUMBER_FORMAT: Final = 44
CELL_FORMAT: Final = 47
WORKBOOK_PROPERTIES: Final = 153
SHEET: Final = 156
CELL_FORMATS: Final = 617
CELL_FORMATS_END: Final = 618


@dataclass(frozen=True, slots=True)
class Record:
    """One record."""

    kind: int
    data: bytes

    def text(self, start: int) -> tuple[str, int]:
        """The text that begins at ``start``, and where it ends. Raises ``struct.error`` for one that is cut off."""
        (length,) = struct.unpack_from("<I", self.data, start)
        end = start + 4 + 2 * length
        if length == 0xFFFFFFFF:
            return "", start + 4
        if end > len(self.data):
            raise struct.error("a text is cut off")
        return self.data[start + 4 : end].decode("utf-16-le", "surrogatepass"), end


def records(chunks: Iterable[bytes], path: Path) -> Generator[Record, None, None]:
    """The records of a part. Raises ``BadPart`` for one that is cut off or beyond all size."""
    waiting = b""
    for chunk in chunks:
        waiting += chunk
        place = 0
        while (found := _record(waiting, place, path)) is not None:
            record, place = found
            yield record
        waiting = waiting[place:]
    if waiting:
        raise damaged(path, "its last record is cut off")


def _record(data: bytes, place: int, path: Path) -> tuple[Record, int] | None:
    """The record at ``place`` and where it ends; None where not all of it is there yet."""
    kind = _varying(data, place, 2)
    size = None if kind is None else _varying(data, kind[1], 4)
    if kind is None or size is None:
        return None
    if size[0] > FIELD_BYTES:
        raise damaged(path, f"a record is longer than {FIELD_BYTES:,} bytes")
    end = size[1] + size[0]
    return None if end > len(data) else (Record(kind[0], data[size[1] : end]), end)


def _varying(data: bytes, place: int, most: int) -> tuple[int, int] | None:
    """A number of seven bits a byte, the lowest first; and where it ends."""
    value = 0
    for i in range(most):
        if place + i >= len(data):
            return None
        byte = data[place + i]
        value |= (byte & 0x7F) << (7 * i)
        if not byte & 0x80:
            return value, place + i + 1
    return value, place + most
