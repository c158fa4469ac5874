"""A table's definition: its columns, how many rows it has, and which pages they are in."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import Final

from legacy_adapters.sources.files.access.code_page import codec_of
from legacy_adapters.sources.files.access.jet import DATA_PAGE, DEFINITION_PAGE, MAP_PAGE
from legacy_adapters.sources.files.access.pages import Pages, damaged

_FIXED: Final = 0x01
_CALCULATED: Final = 0xC0
_MOST_COLUMNS: Final = 255
"""Access allows no more."""
_MOST_PAGES: Final = 256


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type (see ``jet``), its number (in null masks), where it is (fixed: from the row's first column;
    else its number among those of variable length), and the code page of texts of Jet 3. The
    results of ``calculated`` columns (Access 2010) are stored in a wrapping."""

    name: str
    kind: int
    number: int
    fixed: bool
    place: int
    length: int
    precision: int
    scale: int
    codec: str
    calculated: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A table: its page, the rows it says it has, whether rows have variable columns, its columns, its used pages."""

    page: int
    rows: int
    has_variable: bool
    columns: tuple[Column, ...]
    used_pages: int


def definition_of(pages: Pages, number: int) -> Definition:
    """Reads the definition that begins on a page. Raises ``BadPart``."""
    data = _whole(pages, number)
    jet = pages.header.jet
    try:
        (rows,) = struct.unpack_from("<I", data, jet.table_rows)
        (variable,) = struct.unpack_from("<H", data, jet.variable_columns)
        (count,) = struct.unpack_from("<H", data, jet.columns)
        (indexes,) = struct.unpack_from("<I", data, jet.real_indexes)
        (used,) = struct.unpack_from("<I", data, jet.used_pages)
        if count > _MOST_COLUMNS or indexes > len(data):
            raise damaged(pages.path, f"page {number} defines a table of {count} columns and {indexes} indexes")
        columns = _columns(pages, data, jet.first_column + indexes * jet.real_index_size, count)
    except (struct.error, IndexError) as error:
        raise damaged(pages.path, f"the definition on page {number} is too short") from error
    return Definition(number, rows, bool(variable), columns, used)


def _whole(pages: Pages, number: int) -> bytes:
    """The definition's pages put together; each names the next one."""
    found: dict[int, bytes] = {}
    while number and number not in found and len(found) < _MOST_PAGES:
        page = pages.page(number)
        if page[0] != DEFINITION_PAGE:
            raise damaged(pages.path, f"page {number} is no definition of a table")
        found[number] = page[8:] if found else page
        (number,) = struct.unpack_from("<I", page, 4)
    if number:
        raise damaged(pages.path, "a definition of a table has no end")
    return b"".join(found.values())


def _columns(pages: Pages, data: bytes, start: int, count: int) -> tuple[Column, ...]:
    size = pages.header.jet.column_size
    place = start + count * size
    found: list[Column] = []
    for i in range(count):
        name, place = _name(pages, data, place)
        found.append(_column(pages, data[start + i * size : start + (i + 1) * size], name))
    return tuple(_unique(sorted(found, key=lambda column: column.number)))


def _column(pages: Pages, data: bytes, name: str) -> Column:
    jet = pages.header.jet
    (number,) = struct.unpack_from("<H", data, jet.number)
    (variable,) = struct.unpack_from("<H", data, jet.variable_index)
    (offset,) = struct.unpack_from("<H", data, jet.fixed_offset)
    (length,) = struct.unpack_from("<H", data, jet.length)
    (code_page,) = struct.unpack_from("<H", data, jet.precision)
    fixed = bool(data[jet.flags] & _FIXED)
    codec = "" if jet.wide else codec_of(code_page, pages.header.code_page)
    precision, scale = data[jet.precision], data[jet.precision + 1]
    place = offset if fixed else variable
    calculated = jet.wide and data[jet.flags + 1] & _CALCULATED == _CALCULATED
    return Column(name, data[0], number, fixed, place, length, precision, scale, codec, calculated)


def _name(pages: Pages, data: bytes, place: int) -> tuple[str, int]:
    if pages.header.jet.wide:
        (length,) = struct.unpack_from("<H", data, place)
        raw = data[place + 2 : place + 2 + length]
        return raw.decode("utf-16-le", "replace"), place + 2 + length
    length = data[place]
    raw = data[place + 1 : place + 1 + length]
    return raw.decode(codec_of(0, pages.header.code_page), "replace"), place + 1 + length


def _unique(columns: list[Column]) -> list[Column]:
    """Names are unique in Access; in a damaged file they may not be."""
    found: dict[str, Column] = {}
    for column in columns:
        name, count = column.name or "column", 1
        while name in found:
            count += 1
            name = f"{column.name}_{count}"
        found[name] = replace(column, name=name)
    return list(found.values())


def data_pages(pages: Pages, definition: Definition) -> list[int]:
    """The data pages of a table, in ascending order, as its map of used pages lists them. Raises ``BadPart``."""
    found = [number for number in _mapped(pages, definition.used_pages) if 0 < number < pages.count]
    return [number for number in found if _is_data_of(pages.page(number), definition.page)]


def _is_data_of(page: bytes, table: int) -> bool:
    return page[0] == DATA_PAGE and struct.unpack_from("<I", page, 4)[0] == table


def _mapped(pages: Pages, pointer: int) -> list[int]:
    """The pages in a map: either a bitmap from a page on, or a list of pages that are bitmaps."""
    row = pages.row(pointer)
    if len(row) < 5:
        raise damaged(pages.path, "a map of pages is too short")
    if row[0] == 0:
        (first,) = struct.unpack_from("<I", row, 1)
        return _bits(row[5:], first)
    found: list[int] = []
    covered = (pages.header.jet.page_size - 4) * 8
    for i, (number,) in enumerate(struct.iter_unpack("<I", row[1 : 1 + (len(row) - 1) // 4 * 4])):
        if number:
            page = pages.page(number)
            if page[0] != MAP_PAGE:
                raise damaged(pages.path, f"page {number} is no map of pages")
            found += _bits(page[4:], i * covered)
    return found


def _bits(bitmap: bytes, first: int) -> list[int]:
    return [first + i * 8 + bit for i, byte in enumerate(bitmap) if byte for bit in range(8) if byte >> bit & 1]
