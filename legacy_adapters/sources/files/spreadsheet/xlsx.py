"""Reads .xlsx and .xlsm: sheets as they stream by, in constant memory but for the shared texts.

ECMA-376 part 1, 18.3 (worksheets); transitional and strict files differ in namespaces only, which are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from legacy_adapters.sources.files.format import FIELD_BYTES
from legacy_adapters.sources.files.spreadsheet.cell import Cell, Odd, number_as_written
from legacy_adapters.sources.files.spreadsheet.layout import column_index
from legacy_adapters.sources.files.spreadsheet.markup import Handlers, parse
from legacy_adapters.sources.files.spreadsheet.number_format import Show
from legacy_adapters.sources.files.spreadsheet.package import Package, open_package
from legacy_adapters.sources.files.spreadsheet.serial import shown
from legacy_adapters.sources.files.spreadsheet.workbook import (
    MOST_SHEET_COLUMNS,
    MOST_SHEET_ROWS,
    Limits,
    Row,
    Sheet,
    damaged,
)
from legacy_adapters.sources.files.spreadsheet.xlsx_parts import Outline, outline, shared_strings, shows, unescaped

_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TRUE: Final = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class Values:
    """What makes values of what is stored: shared texts, how styles show numbers, and the epoch."""

    strings: Sequence[str]
    shows: Sequence[Show]
    mac: bool

    def cell(self, kind: str, style: str, stored: str | None, formula: str | None) -> Cell:
        """The value of a cell: its type (``t``), style (``s``), what is stored (``v``), and its formula."""
        if stored is None or (not stored and kind != "str"):
            return Odd("no_result", f"={formula}") if formula is not None else None
        match kind:
            case "n":
                return self._number(style, stored)
            case "s":
                known = stored.isdecimal() and int(stored) < len(self.strings)
                return self.strings[int(stored)] if known else Odd("malformed", f"shared text {stored}")
            case "str" | "inlineStr":
                return unescaped(stored)
            case "b":
                return stored in _TRUE
            case "d":
                return _iso(stored)
            case "e":
                return Odd("error_value", stored)
            case _:
                return Odd("malformed", stored)

    def _number(self, style: str, stored: str) -> Cell:
        place = int(style) if style.isdecimal() else 0
        show = self.shows[place] if place < len(self.shows) else "number"
        if show == "number":
            return number_as_written(stored)
        try:
            return shown(float(stored), show, self.mac)
        except ValueError:
            return Odd("not_a_number", stored)


def _iso(text: str) -> Cell:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return Odd("not_a_date", text)


@dataclass(slots=True)
class _SheetHandler:
    """Takes the events of a sheet's XML; ``rows`` fills up, and is emptied by the reader."""

    values: Values
    path: Path
    rows: list[Row] = field(default_factory=list)
    _number: int = 0
    _hidden: bool = False
    _cells: list[Cell] = field(default_factory=list)
    _column: int = -1
    _kind: str = "n"
    _style: str = ""
    _inside: str = ""
    _text: list[str] = field(default_factory=list)
    _size: int = 0
    _stored: str | None = None
    _formula: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t", "f"}:
            self._inside = name
            self._text.clear()
            self._size = 0
        elif name == "row":
            self._begin_row(attributes)

    def text(self, data: str) -> None:
        if self._inside:
            self._size += len(data)
            if self._size > FIELD_BYTES:
                raise damaged(self.path, f"a cell in row {self._number} is longer than {FIELD_BYTES:,} characters")
            self._text.append(data)

    def end(self, name: str) -> None:
        if name == "c":
            value = self.values.cell(self._kind, self._style, self._stored, self._formula)
            if value is not None:
                self._put(value)
        elif name == self._inside:
            self._end_text(name)
        elif name == "row":
            self.rows.append(Row(self._number, self._cells, self._hidden))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r", "")
        number = int(stated) if stated.isdecimal() and len(stated) < 9 else self._number + 1
        if not self._number < number <= MOST_SHEET_ROWS:
            raise damaged(self.path, f"row {number} stands behind row {self._number}")
        self._number = number
        self._hidden = attributes.get("hidden", "0") in _TRUE
        self._cells = []
        self._column = -1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_index(match[1]) if match else self._column + 1
        if self._column >= MOST_SHEET_COLUMNS:
            raise damaged(self.path, f"row {self._number} has more than {MOST_SHEET_COLUMNS:,} columns")
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._stored = self._formula = None

    def _end_text(self, name: str) -> None:
        text = "".join(self._text)
        self._inside = ""
        if name == "f":
            self._formula = text
        elif name == "v":
            self._stored = text
        elif self._kind == "inlineStr":
            self._stored = (self._stored or "") + text

    def _put(self, value: Cell) -> None:
        missing = self._column - len(self._cells)
        if missing >= 0:
            self._cells.extend([None] * missing)
            self._cells.append(value)
        else:
            self._cells[self._column] = value


@dataclass(frozen=True, slots=True)
class XlsxWorkbook:
    """An open .xlsx."""

    package: Package
    outline: Outline
    _values: list[Values] = field(default_factory=list)
    """What all sheets share, once it was needed."""

    def sheets(self) -> Sequence[Sheet]:
        """The sheets with cells, in the workbook's order."""
        return [sheet for sheet, _ in self.outline.sheets.values()]

    def rows(self, sheet: str) -> Generator[Row, None, None]:
        """The rows of a sheet, as they stream by."""
        _, part = self.outline.sheets[sheet]
        if not self._values:
            strings = shared_strings(self.package, self.outline.strings)
            self._values.append(Values(strings, shows(self.package, self.outline.styles), self.outline.mac))
        handler = _SheetHandler(self._values[0], self.package.path)
        handlers = Handlers(handler.start, handler.end, handler.text)
        for _ in parse(self.package.chunks(part), handlers, f"{self.package.path} ({part})"):
            yield from handler.rows
            handler.rows.clear()


@contextmanager
def open_xlsx(path: Path, limits: Limits) -> Generator[XlsxWorkbook, None, None]:
    """Opens an .xlsx or .xlsm file. Raises ``BadPart`` and ``OSError``."""
    with open_package(path, limits) as package:
        yield XlsxWorkbook(package, outline(package))
