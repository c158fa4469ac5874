"""Reads XML Spreadsheet 2003, which programs like to call .xls (Microsoft's "XML Spreadsheet Reference"), streamed."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from legacy_adapters.sources.files.format import FIELD_BYTES
from legacy_adapters.sources.files.spreadsheet.cell import Cell, Odd, number_as_written
from legacy_adapters.sources.files.spreadsheet.markup import Handlers, local, parse
from legacy_adapters.sources.files.spreadsheet.number_format import Show, show_of
from legacy_adapters.sources.files.spreadsheet.package import CHUNK, too_large
from legacy_adapters.sources.files.spreadsheet.serial import shown
from legacy_adapters.sources.files.spreadsheet.workbook import (
    MOST_SHEET_COLUMNS,
    MOST_SHEET_ROWS,
    Limits,
    Row,
    Sheet,
    damaged,
)

_NAMED: Final[dict[str, Show]] = {
    "General Date": "moment",
    "Long Date": "date",
    "Medium Date": "date",
    "Short Date": "date",
    "Long Time": "time",
    "Medium Time": "time",
    "Short Time": "time",
}
"""Number formats that have names instead of codes."""


def value_of(kind: str, text: str, show: Show = "number", *, mac: bool = False) -> Cell:
    """The value of a ``Data`` element from its type and text, how its style shows numbers, and the epoch (``mac``:
    1904). Excel writes dates out, other programs leave the number."""
    match kind:
        case "Number":
            return _number(text, show, mac)
        case "DateTime":
            return _moment(text)
        case "Boolean":
            return text.strip() == "1"
        case "Error":
            return Odd("error_value", text)
        case _:
            return text


def _number(text: str, show: Show, mac: bool) -> Cell:
    if show == "number":
        return number_as_written(text)
    try:
        return shown(float(text), show, mac)
    except ValueError:
        return Odd("not_a_number", text)


def _moment(text: str) -> Cell:
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return Odd("not_a_date", text)
    return moment.date() if moment.time() == datetime.min.time() else moment


@dataclass(slots=True)
class _Cursor:
    """Takes the events of the file; ``rows`` of the ``wanted`` sheet fill up, and ``names`` of all."""

    path: Path
    wanted: str | None
    names: list[Sheet] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    _mac: bool = False
    _styles: dict[str, Show] = field(default_factory=dict)
    _style: str = ""
    _number: int = 0
    _hidden: bool = False
    _cells: list[Cell] = field(default_factory=list)
    _column: int = 0
    _next: int = 0
    _formula: str | None = None
    _filled: bool = False
    _kind: str | None = None
    _text: list[str] = field(default_factory=list)
    _size: int = 0
    _comments: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """The beginning of an element."""
        found = {local(key): value for key, value in sorted(attributes.items(), key=_own_last)}
        if name == "Worksheet":
            self.names.append(Sheet(found.get("Name", "")))
            self._number = 0
        elif name == "Comment":
            self._comments += 1
        elif not self.names and name in {"Style", "NumberFormat", "Date1904"}:
            self._begin_style(name, found)
        elif not self.names or self.names[-1].name != self.wanted or self._comments:
            return
        elif name == "Row":
            self._begin_row(found)
        elif name == "Cell":
            self._begin_cell(found)
        elif name == "Data":
            self._kind, self._text, self._size = found.get("Type", "String"), [], 0

    def text(self, data: str) -> None:
        """Text, also within the marks of bold or coloured parts."""
        if self._kind is not None:
            self._size += len(data)
            if self._size > FIELD_BYTES:
                raise damaged(self.path, f"a cell in row {self._number} is longer than {FIELD_BYTES:,} characters")
            self._text.append(data)

    def end(self, name: str) -> None:
        """The end of an element."""
        if name == "Comment":
            self._comments = max(self._comments - 1, 0)
        elif self._comments:
            return
        elif name == "Data" and self._kind is not None:
            show = self._styles.get(self._style, "number")
            self._put(value_of(self._kind, "".join(self._text), show, mac=self._mac))
            self._kind = None
        elif name == "Cell" and self._formula is not None and not self._filled:
            self._put(Odd("no_result", self._formula))
        elif name == "Row" and self._number and self.names[-1].name == self.wanted:
            self.rows.append(Row(self._number, self._cells, self._hidden))

    def _begin_style(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Style":
            self._style = attributes.get("ID", "")
        elif name == "NumberFormat":
            code = attributes.get("Format", "")
            self._styles[self._style] = _NAMED.get(code) or show_of(code)
        else:
            self._mac = True

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = _whole(attributes.get("Index"), self._number + 1)
        if not self._number < number <= MOST_SHEET_ROWS:
            raise damaged(self.path, f"row {number} stands behind row {self._number}")
        self._number, self._cells, self._next = number, [], 0
        self._hidden = attributes.get("Hidden") == "1"

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column = _whole(attributes.get("Index"), self._next + 1) - 1
        self._next = self._column + 1 + _whole(attributes.get("MergeAcross"), 0)
        if not 0 <= self._column < MOST_SHEET_COLUMNS:
            raise damaged(self.path, f"row {self._number} has more than {MOST_SHEET_COLUMNS:,} columns")
        self._style = attributes.get("StyleID", "")
        self._formula, self._filled = attributes.get("Formula"), False

    def _put(self, value: Cell) -> None:
        self._cells.extend([None] * (self._column + 1 - len(self._cells)))
        self._cells[self._column] = value
        self._filled = True


def _own_last(attribute: tuple[str, str]) -> bool:
    """Some programs write ``StyleID`` twice, once without a prefix: that with one counts."""
    return ":" in attribute[0]


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else otherwise


@dataclass(frozen=True, slots=True)
class Xml2003Workbook:
    """An XML Spreadsheet 2003."""

    path: Path

    def sheets(self) -> Sequence[Sheet]:
        """The sheets, in the workbook's order."""
        cursor = _Cursor(self.path, None)
        for _ in self._parse(cursor):
            pass
        return cursor.names

    def rows(self, sheet: str) -> Generator[Row, None, None]:
        """The rows of a sheet, as they stream by."""
        cursor = _Cursor(self.path, sheet)
        for _ in self._parse(cursor):
            yield from cursor.rows
            cursor.rows.clear()

    def _parse(self, cursor: _Cursor) -> Generator[None, None, None]:
        return parse(self._chunks(), Handlers(cursor.start, cursor.end, cursor.text), str(self.path))

    def _chunks(self) -> Generator[bytes, None, None]:
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


@contextmanager
def open_xml2003(path: Path, limits: Limits) -> Generator[Xml2003Workbook, None, None]:
    """Opens an XML Spreadsheet 2003. Raises ``BadPart`` and ``OSError``."""
    size = path.stat().st_size
    if size > limits.unpacked:
        raise too_large(path, f"it takes {size:,} bytes", limits.unpacked)
    yield Xml2003Workbook(path)
