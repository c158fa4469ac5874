"""Reads .xlsb, Excel's binary workbook ([MS-XLSB]): a package as .xlsx, its parts records instead of XML."""

from __future__ import annotations

import struct
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from legacy_adapters.sources.files.spreadsheet import xlsb_records as kinds
from legacy_adapters.sources.files.spreadsheet.cell import Cell, Odd
from legacy_adapters.sources.files.spreadsheet.number_format import Show, show_of, show_of_built_in
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
from legacy_adapters.sources.files.spreadsheet.xlsb_records import Record, records
from legacy_adapters.sources.files.spreadsheet.xlsx_parts import Outline, workbook_part

ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""[MS-XLSB] 2.5.97.2, [MS-XLS] 2.5.10: the codes of error values."""


def rk_number(value: int) -> float:
    """A number packed in 32 bits ([MS-XLSB] 2.5.122): a whole one, or the upper part of a double; or a hundredth."""
    if value & 2:
        number: float = (value >> 2) - (0x40000000 if value & 0x80000000 else 0)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))
    return number / 100 if value & 1 else float(number)


@dataclass(frozen=True, slots=True)
class XlsbWorkbook:
    """An open .xlsb."""

    package: Package
    outline: Outline
    _shared: list[tuple[Sequence[str], Sequence[Show]]] = field(default_factory=list)
    """Texts and formats that all sheets share, once they were needed."""

    def sheets(self) -> Sequence[Sheet]:
        """The sheets with cells, in the workbook's order."""
        return [sheet for sheet, _ in self.outline.sheets.values()]

    def rows(self, sheet: str) -> Generator[Row, None, None]:
        """The rows of a sheet, as they stream by."""
        package = self.package
        try:
            if not self._shared:
                strings, formats = _strings(package, self.outline.strings), _shows(package, self.outline.styles)
                self._shared.append((strings, formats))
            yield from self._rows(self.outline.sheets[sheet][1], *self._shared[0])
        except (struct.error, IndexError) as error:
            raise damaged(package.path, f"a record is too short ({error})") from error

    def _rows(self, part: str, strings: Sequence[str], formats: Sequence[Show]) -> Generator[Row, None, None]:
        row: Row | None = None
        for record in records(self.package.chunks(part), self.package.path):
            if record.kind == kinds.ROW:
                if row is not None:
                    yield row
                row = self._begin(record, row)
            elif row is not None and kinds.RK <= record.kind <= kinds.FORMULA_ERROR:
                column, style = struct.unpack_from("<II", record.data)
                if column >= MOST_SHEET_COLUMNS:
                    raise damaged(self.package.path, f"row {row.number} has more than {MOST_SHEET_COLUMNS:,} columns")
                style &= 0xFFFFFF
                show: Show = formats[style] if style < len(formats) else "number"
                row.cells.extend([None] * (column + 1 - len(row.cells)))
                row.cells[column] = _cell(record, strings, show, self.outline.mac)
        if row is not None:
            yield row

    def _begin(self, record: Record, before: Row | None) -> Row:
        (number,) = struct.unpack_from("<I", record.data)
        if not (before.number if before else 0) < number + 1 <= MOST_SHEET_ROWS:
            raise damaged(self.package.path, f"row {number + 1} is not in its place")
        return Row(number + 1, [], bool(record.data[11] & 0x10))


def _cell(record: Record, strings: Sequence[str], show: Show, mac: bool) -> Cell:
    match record.kind:
        case kinds.RK:
            return shown(rk_number(struct.unpack_from("<I", record.data, 8)[0]), show, mac)
        case kinds.REAL | kinds.FORMULA_REAL:
            return shown(struct.unpack_from("<d", record.data, 8)[0], show, mac)
        case kinds.TEXT | kinds.FORMULA_TEXT:
            return record.text(8)[0]
        case kinds.SHARED_TEXT:
            (place,) = struct.unpack_from("<I", record.data, 8)
            return strings[place] if place < len(strings) else Odd("malformed", f"shared text {place}")
        case kinds.BOOL | kinds.FORMULA_BOOL:
            return bool(record.data[8])
        case _:
            return Odd("error_value", ERRORS.get(record.data[8], f"error {record.data[8]}"))


def _strings(package: Package, part: str | None) -> Sequence[str]:
    if part is None or not package.has(part):
        return []
    package.check_texts(part)
    found = records(package.chunks(part), package.path)
    return [record.text(1)[0] for record in found if record.kind == kinds.STRING_ITEM]


def _shows(package: Package, part: str | None) -> Sequence[Show]:
    if part is None or not package.has(part):
        return []
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside = False
    for record in records(package.chunks(part), package.path):
        if record.kind == kinds.NUMBER_FORMAT:
            codes[struct.unpack_from("<H", record.data)[0]] = record.text(2)[0]
        elif record.kind in {kinds.CELL_FORMATS, kinds.CELL_FORMATS_END}:
            inside = record.kind == kinds.CELL_FORMATS
        elif record.kind == kinds.CELL_FORMAT and inside:
            formats.append(struct.unpack_from("<H", record.data, 2)[0])
    return [show_of(codes[i]) if i in codes else show_of_built_in(i) for i in formats]


def _outline(package: Package) -> Outline:
    part = workbook_part(package)
    related = package.relations(part)
    sheets: dict[str, tuple[Sheet, str]] = {}
    mac = False
    for record in records(package.chunks(part), package.path):
        if record.kind == kinds.WORKBOOK_PROPERTIES:
            mac = bool(record.data[0] & 1)
        elif record.kind == kinds.SHEET:
            (state,) = struct.unpack_from("<I", record.data)
            reference, end = record.text(8)
            name, _ = record.text(end)
            target = related.get(reference)
            if target is not None and target.kind == "worksheet":
                sheets[name] = (Sheet(name, state != 0), target.part)
    parts = {relation.kind: relation.part for relation in related.values()}
    return Outline(sheets, mac, parts.get("sharedStrings"), parts.get("styles"))


@contextmanager
def open_xlsb(path: Path, limits: Limits) -> Generator[XlsbWorkbook, None, None]:
    """Opens an .xlsb file. Raises ``BadPart`` and ``OSError``."""
    with open_package(path, limits) as package:
        try:
            found = _outline(package)
        except (struct.error, IndexError) as error:
            raise damaged(path, f"a record is too short ({error})") from error
        yield XlsbWorkbook(package, found)
