"""Reads .ods and .fods' packed sibling: OpenDocument spreadsheets (ISO/IEC 26300, part 3, 9 and 19.385), streamed.

A repeated row or cell stands once in the file and as often in the sheet; repeated blanks reach to the sheet's edge.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import FIELD_BYTES
from legacy_adapters.sources.files.spreadsheet.cell import Cell, Odd, number_as_written
from legacy_adapters.sources.files.spreadsheet.markup import Handlers, local, parse
from legacy_adapters.sources.files.spreadsheet.package import Package, open_package
from legacy_adapters.sources.files.spreadsheet.workbook import (
    MOST_SHEET_COLUMNS,
    MOST_SHEET_ROWS,
    Limits,
    Row,
    Sheet,
    damaged,
)

CONTENT: Final = "content.xml"
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_SPAN: Final = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S")


def value_of(attributes: dict[str, str], text: str) -> Cell:
    """The value of a cell from its attributes (without prefixes) and its displayed text."""
    kind = attributes.get("value-type", "")
    if kind == "error" or (kind == "string" and text.startswith(("#N/A", "Err:")) and "formula" in attributes):
        return Odd("error_value", text)
    match kind:
        case "float" | "percentage" | "currency":
            return number_as_written(attributes.get("value", ""))
        case "date":
            return _date(attributes.get("date-value", ""))
        case "time":
            return _time(attributes.get("time-value", ""))
        case "boolean":
            return attributes.get("boolean-value") == "true"
        case "string":
            return attributes.get("string-value", text)
        case _:
            if "formula" in attributes and not text:
                return Odd("no_result", attributes["formula"])
            return text or None


def _date(text: str) -> Cell:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        return datetime.fromisoformat(text[:26]).replace(tzinfo=None)
    except ValueError:
        return Odd("not_a_date", text)


def _time(text: str) -> Cell:
    match = _SPAN.fullmatch(text)
    if match is None:
        return Odd("not_a_date", text)
    sign, hours, minutes, seconds, rest = match.groups()
    fraction = (rest or "").rstrip("0")
    return f"{sign}{int(hours):02}:{int(minutes):02}:{int(seconds):02}" + (f".{fraction}" if fraction else "")


@dataclass(slots=True)
class _Cursor:
    """Takes the events of ``content.xml``; ``rows`` of the ``wanted`` sheet fill up, and ``names`` of all."""

    path: Path
    wanted: str | None
    names: list[Sheet] = field(default_factory=list)
    rows: list[tuple[Row, int]] = field(default_factory=list)
    """Rows, and how often each is repeated."""
    done: bool = False
    _hidden_styles: set[str] = field(default_factory=set)
    _style: str = ""
    _depth: int = 0
    _number: int = 0
    _repeat: int = 1
    _hidden: bool = False
    _cells: list[Cell] = field(default_factory=list)
    _blanks: int = 0
    _attributes: dict[str, str] | None = None
    _text: list[str] = field(default_factory=list)
    _size: int = 0
    _note: int = 0
    _paragraphs: int = 0
    _inside: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self._begin_table(attributes)
        elif name == "style":
            self._style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif self.done or self._depth != 1 or self.wanted is None or self.names[-1].name != self.wanted:
            return
        elif name == "table-row":
            self._begin_row(attributes)
        elif name in _CELLS:
            self._attributes = {local(key): value for key, value in attributes.items()}
            self._text, self._size, self._paragraphs = [], 0, 0
        elif self._attributes is not None:
            self._begin_text(name, attributes)

    def end(self, name: str) -> None:
        if name == "table":
            self.done = self.done or (self._depth == 1 and self.names[-1].name == self.wanted)
            self._depth -= 1
        elif self._depth != 1:
            return
        elif name == "annotation":
            self._note = max(self._note - 1, 0)
        elif name == "p":
            self._inside = max(self._inside - 1, 0)
        elif name in _CELLS and self._attributes is not None:
            self._end_cell(self._attributes)
            self._attributes = None
        elif name == "table-row" and self._number:
            self._end_row()

    def text(self, data: str) -> None:
        if self._attributes is not None and self._inside and not self._note:
            self._size += len(data)
            if self._size > FIELD_BYTES:
                raise damaged(self.path, f"a cell in row {self._number} is longer than {FIELD_BYTES:,} characters")
            self._text.append(data)

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            hidden = attributes.get("table:style-name", "") in self._hidden_styles
            self.names.append(Sheet(attributes.get("table:name", ""), hidden))
            self._number = 0

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._number += self._repeat if self._number else 1
        self._repeat = _repeat(attributes.get("table:number-rows-repeated"))
        self._hidden = attributes.get("table:visibility", "visible") != "visible"
        self._cells, self._blanks = [], 0

    def _begin_text(self, name: str, attributes: dict[str, str]) -> None:
        if name == "annotation":
            self._note += 1
        elif name == "p":
            self._inside += 1
            self._paragraphs += not self._note
            if self._paragraphs > 1 and not self._note:
                self._text.append("\n")
        elif name == "s":
            self.text(" " * min(_repeat(attributes.get("text:c")), FIELD_BYTES))
        elif name == "tab":
            self.text("\t")
        elif name == "line-break":
            self.text("\n")

    def _end_cell(self, attributes: dict[str, str]) -> None:
        repeat = _repeat(attributes.get("number-columns-repeated"))
        value = value_of(attributes, "".join(self._text))
        if value is None:
            self._blanks += repeat
            return
        if len(self._cells) + self._blanks + repeat > MOST_SHEET_COLUMNS:
            raise damaged(self.path, f"row {self._number} has more than {MOST_SHEET_COLUMNS:,} columns")
        self._cells += [None] * self._blanks + [value] * repeat
        self._blanks = 0

    def _end_row(self) -> None:
        if self._cells:
            if self._number + self._repeat - 1 > MOST_SHEET_ROWS:
                raise damaged(self.path, f"more than {MOST_SHEET_ROWS:,} rows")
            self.rows.append((Row(self._number, self._cells, self._hidden), self._repeat))


def _repeat(text: str | None) -> int:
    return max(int(text), 1) if text is not None and text.isdecimal() and len(text) < 9 else 1


@dataclass(frozen=True, slots=True)
class OdsWorkbook:
    """An open .ods."""

    package: Package

    def sheets(self) -> Sequence[Sheet]:
        """The sheets, in the workbook's order."""
        cursor = _Cursor(self.package.path, None)
        for _ in self._parse(cursor):
            pass
        return cursor.names

    def rows(self, sheet: str) -> Generator[Row, None, None]:
        """The rows of a sheet, as they stream by."""
        cursor = _Cursor(self.package.path, sheet)
        for _ in self._parse(cursor):
            for row, times in cursor.rows:
                for i in range(times):
                    yield Row(row.number + i, row.cells, row.hidden)
            cursor.rows.clear()
            if cursor.done:
                return

    def _parse(self, cursor: _Cursor) -> Generator[None, None, None]:
        handlers = Handlers(cursor.start, cursor.end, cursor.text)
        return parse(self.package.chunks(CONTENT), handlers, f"{self.package.path} ({CONTENT})")


@contextmanager
def open_ods(path: Path, limits: Limits) -> Generator[OdsWorkbook, None, None]:
    """Opens an .ods file. Raises ``BadPart`` (also for an encrypted one) and ``OSError``."""
    with open_package(path, limits) as package:
        manifest = "META-INF/manifest.xml"
        if package.has(manifest) and any(e.name == "encryption-data" for e in package.elements(manifest)):
            raise BadPart(
                "the workbook is protected by a password",
                where=str(path),
                hint="Save it without a password, or have it sent so.",
            )
        yield OdsWorkbook(package)
