"""Where things stand in the pages of a database: Jet 3 (Access 97), and Jet 4 with its successor ACE (2000 and later).

The format is not published; it is known from the mdbtools project's description (HACKING.md) and from Jackcess. All
numbers are little-endian.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Jet:
    """Sizes and offsets, in bytes. ``wide``: names and texts are UTF-16, counts in rows have two bytes."""

    wide: bool
    page_size: int
    row_count: int
    """In a data page: the number of its rows, behind which their offsets stand."""
    table_rows: int
    """In a table's definition, from its first page's beginning: rows, kind, columns, indexes, used pages, columns."""
    table_kind: int
    variable_columns: int
    columns: int
    real_indexes: int
    used_pages: int
    first_column: int
    real_index_size: int
    column_size: int
    """In a column's definition: its size, and where what it says stands."""
    number: int
    variable_index: int
    precision: int
    flags: int
    fixed_offset: int
    length: int
    row_start: int
    """In a row: where its fixed columns begin."""


JET3: Final = Jet(False, 2048, 8, 12, 20, 23, 25, 31, 35, 43, 8, 18, 1, 3, 9, 13, 14, 16, 1)
JET4: Final = Jet(True, 4096, 12, 16, 40, 43, 45, 51, 55, 63, 12, 25, 5, 7, 11, 15, 21, 23, 2)

ROW_DELETED: Final = 0x8000
ROW_ELSEWHERE: Final = 0x4000
ROW_OFFSET: Final = 0x1FFF
"""What the two bytes of a row's offset say: deleted, moved to another page, where it begins."""

DATA_PAGE: Final = 1
DEFINITION_PAGE: Final = 2
MAP_PAGE: Final = 5

BOOLEAN: Final = 0x01
BYTE: Final = 0x02
INTEGER: Final = 0x03
LONG: Final = 0x04
CURRENCY: Final = 0x05
SINGLE: Final = 0x06
DOUBLE: Final = 0x07
DATE: Final = 0x08
BINARY: Final = 0x09
TEXT: Final = 0x0A
OLE: Final = 0x0B
MEMO: Final = 0x0C
GUID: Final = 0x0F
NUMERIC: Final = 0x10
COMPLEX: Final = 0x12
BIG: Final = 0x13
EXTENDED_DATE: Final = 0x14

FIXED_SIZES: Final = {
    BYTE: 1,
    INTEGER: 2,
    LONG: 4,
    CURRENCY: 8,
    SINGLE: 4,
    DOUBLE: 8,
    DATE: 8,
    GUID: 16,
    NUMERIC: 17,
    COMPLEX: 4,
    BIG: 8,
    EXTENDED_DATE: 42,
}
"""Column types of one size, and their sizes."""
