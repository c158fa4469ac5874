"""Where a table stands in a sheet: the cells that are looked at, the row with the names, the names themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from legacy_adapters.sources.files.spreadsheet.cell import Cell, Number, as_text, is_filled
from legacy_adapters.sources.files.spreadsheet.workbook import MOST_SHEET_COLUMNS, MOST_SHEET_ROWS, Row

LOOK_ROWS: Final = 1000
"""So many rows are looked at to find the header and what the columns hold."""

_HEADER_WITHIN: Final = 100
"""A header further down is no header of an export; it can be stated."""

_SHARES: Final = (0.75, 0.6)
"""How much of the widest row's cells a header has: names of some columns may be missing."""

_AREA: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{0,7}):\$?([A-Za-z]{1,3})\$?(\d{0,7})")


def column_letters(index: int) -> str:
    """The letters of a column, from 0: A, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=MOST_SHEET_COLUMNS)
def column_index(letters: str) -> int:
    """The number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


@dataclass(frozen=True, slots=True)
class Area:
    """The part of a sheet that is read: rows from 1, columns from 0, both ends included."""

    first_row: int = 1
    last_row: int = MOST_SHEET_ROWS
    first_column: int = 0
    last_column: int = MOST_SHEET_COLUMNS - 1

    @classmethod
    def of(cls, text: str) -> Area:
        """An area as it is written in a sheet: ``B3:F200``, or ``B:F`` and ``B3:F`` without an end. Raises
        ``ValueError`` for anything else."""
        match = _AREA.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is no area of cells, such as B3:F200 or B3:F")
        left, top, right, bottom = match.groups()
        area = cls(int(top or 1), int(bottom or MOST_SHEET_ROWS), column_index(left), column_index(right))
        if area.last_row < area.first_row or area.last_column < area.first_column or area.first_row < 1:
            raise ValueError(f"{text!r} ends before it begins")
        return area

    def cells_of(self, row: Row) -> list[Cell]:
        """The cells of a row within the area's columns."""
        if self.first_column == 0 and len(row.cells) <= self.last_column + 1:
            return row.cells
        return row.cells[self.first_column : self.last_column + 1]


@dataclass(frozen=True, slots=True)
class Layout:
    """The header's row (0: there is none), and the name and place of each column; places count from the area's left."""

    header: int
    names: tuple[str, ...]
    places: tuple[int, ...]


def layout_of(rows: Sequence[tuple[int, list[Cell]]], area: Area, stated: int | None) -> Layout:
    """Finds the table in the first rows (number and cells) of a sheet. ``stated`` is the header's row if it is known,
    0 for a sheet without one.

    Columns that have neither a name nor a cell in any of these rows are left out; one without a name is called by its
    letters, and one whose name was there before gets its number: ``Amount``, ``Amount_2``.
    """
    header = _header(rows) if stated is None else stated
    titles = next((cells for number, cells in rows if number == header), [])
    below = [cells for number, cells in rows if number > header]
    width = max((len(cells) for cells in [titles, *below]), default=0)
    used = [i for i in range(width) if is_filled(_at(titles, i)) or any(is_filled(_at(cells, i)) for cells in below)]
    names: dict[str, None] = {}
    for i in used:
        title = " ".join(as_text(_at(titles, i)).split()) or column_letters(area.first_column + i)
        names[_free(title, names)] = None
    return Layout(header, tuple(names), tuple(used))


def _free(title: str, taken: dict[str, None]) -> str:
    name, count = title, 1
    while name in taken:
        count += 1
        name = f"{title}_{count}"
    return name


def _header(rows: Sequence[tuple[int, list[Cell]]]) -> int:
    """The first row that is as wide as the table and made of words; 0 where the table begins with values.

    What stands above it (titles, the company's name, dates of printing) is narrower.
    """
    counts = [sum(map(is_filled, cells)) for _, cells in rows]
    widest = max(counts, default=0)
    for share in _SHARES:
        for (number, cells), count in zip(rows[:_HEADER_WITHIN], counts, strict=False):
            if count and count >= share * widest:
                if _is_words([cell for cell in cells if is_filled(cell)]):
                    return number
                break
    return 0


def _is_words(cells: Sequence[Cell]) -> bool:
    """Most are text, and none is a date or a truth value; a number may be a year or a period."""
    words = sum(isinstance(cell, str) and not isinstance(cell, Number) for cell in cells)
    return words * 2 > len(cells) and not any(isinstance(cell, bool | date) for cell in cells)


def _at(cells: list[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None
