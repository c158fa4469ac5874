"""One sheet as a table: which rows count, what its columns are, and its rows piece by piece."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa

from legacy_adapters.core.batch import WHOLE_ROW
from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.faults import Fault, valid
from legacy_adapters.sources.files.format import MOST_COLUMNS, Piece, fits
from legacy_adapters.sources.files.spreadsheet.cell import Cell, as_text, is_filled
from legacy_adapters.sources.files.spreadsheet.columns import Column, holds, to_batch
from legacy_adapters.sources.files.spreadsheet.layout import LOOK_ROWS, Layout, layout_of
from legacy_adapters.sources.files.spreadsheet.opening import open_workbook
from legacy_adapters.sources.files.spreadsheet.package import too_large
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings
from legacy_adapters.sources.files.spreadsheet.workbook import Row, Workbook

_CELL_BYTES: Final = 32
"""What a cell without text takes, roughly."""


class _Gathered:
    """The rows of the piece that is being put together."""

    def __init__(self, sheet: str, layout: Layout) -> None:
        self.rows: list[list[Cell]] = []
        self.size = 0
        self._sheet = sheet
        self._numbers: list[int] = []
        self._faults: list[Fault] = []
        self._places = frozenset(layout.places)
        self._width = max(layout.places, default=-1) + 1
        self._gaps = len(layout.places) < self._width

    def add(self, number: int, cells: list[Cell]) -> None:
        """Takes a row. A cell outside the columns, which the first rows did not have, would be lost: the whole row is
        at fault then."""
        if (self._gaps or len(cells) > self._width) and any(
            is_filled(cell) for place, cell in enumerate(cells) if place not in self._places
        ):
            text = "\t".join(map(as_text, cells))
            self._faults.append((len(self.rows), WHOLE_ROW, "wrong_field_count", valid(text)))
            cells = []
        self._numbers.append(number)
        self.rows.append(cells)
        self.size += _CELL_BYTES * len(cells) + sum(len(cell) for cell in cells if isinstance(cell, str))

    def piece(self, columns: Sequence[Column]) -> Piece:
        """What was taken."""
        batch, faults = to_batch(columns, self.rows, self._faults)
        origin = pa.array([valid(f"{self._sheet} row {number}") for number in self._numbers], pa.string())
        return Piece(batch, origin, str(self._numbers[-1]), faults)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet of a workbook, seen through the settings."""

    path: Path
    settings: SpreadsheetSettings
    workbook: Workbook
    sheet: str

    def rows(self) -> Generator[tuple[int, list[Cell]], None, None]:
        """The rows with anything in them: number, and cells within the area. ``BadPart`` beyond ``max_cells``."""
        area, skip_hidden = self.settings.area, self.settings.skip_hidden
        seen = 0
        for row in self.workbook.rows(self.sheet):
            if row.number > area.last_row:
                return
            seen += len(row.cells)
            if seen > self.settings.max_cells:
                raise too_large(self.path, f"sheet {self.sheet!r} has more cells", self.settings.max_cells)
            if row.number >= area.first_row and not (skip_hidden and row.hidden):
                cells = area.cells_of(row)
                if any(map(is_filled, cells)):
                    yield row.number, cells

    def look(self) -> tuple[Layout, tuple[Column, ...]]:
        """The columns, as the first rows show them."""
        first = self.settings.header_row or 0
        rows = list(islice((row for row in self.rows() if row[0] >= first), LOOK_ROWS))
        layout = layout_of(rows, self.settings.area, self.settings.header_row)
        if len(layout.names) > MOST_COLUMNS:
            raise BadPart(f"sheet {self.sheet!r} has more than {MOST_COLUMNS:,} columns", where=str(self.path))
        below = [cells for number, cells in rows if number > layout.header]
        stated = {name.casefold(): kind for name, kind in self.settings.columns.items()}
        columns = tuple(
            Column(name, place, stated.get(name.casefold()) or holds(row[place] for row in below if place < len(row)))
            for name, place in zip(layout.names, layout.places, strict=True)
        )
        self._check_stated(layout)
        return layout, columns

    def count(self) -> int:
        """How many rows stand below the header."""
        header = self.look()[0].header
        return sum(number > header for number, _ in self.rows())

    def pieces(self, columns: Sequence[str] | None, after: int, most_rows: int) -> Generator[Piece, None, None]:
        """The rows below the header and behind row ``after``."""
        layout, all_columns = self.look()
        wanted = self._wanted(all_columns, columns)
        gathered = _Gathered(self.sheet, layout)
        for number, cells in self.rows():
            if number <= max(layout.header, after):
                continue
            if not fits(len(gathered.rows), gathered.size, most_rows):
                yield gathered.piece(wanted)
                gathered = _Gathered(self.sheet, layout)
            gathered.add(number, cells)
        if gathered.rows:
            yield gathered.piece(wanted)

    def _wanted(self, columns: Sequence[Column], names: Sequence[str] | None) -> Sequence[Column]:
        if names is None:
            return columns
        by_name = {column.name: column for column in columns}
        for name in names:
            if name not in by_name:
                raise ConfigError(
                    f"sheet {self.sheet!r} has no column {name!r}", where=str(self.path), hint=_nearest(name, by_name)
                )
        return [by_name[name] for name in names]

    def _check_stated(self, layout: Layout) -> None:
        known = {name.casefold() for name in layout.names}
        for name in self.settings.columns:
            if name.casefold() not in known:
                raise ConfigError(
                    f"sheet {self.sheet!r} has no column {name!r}",
                    where=f"{self.path}: format.columns",
                    hint=_nearest(name, layout.names),
                )


@contextmanager
def open_table(path: Path, settings: SpreadsheetSettings, sheet: str | None) -> Iterator[SheetTable]:
    """Opens a sheet. Raises ``ConfigError`` for one that is not there, or where it is not said which one of several."""
    with open_workbook(path, settings.limits) as workbook:
        yield SheetTable(path, settings, workbook, _chosen(path, workbook, sheet))


def list_tables(path: Path, settings: SpreadsheetSettings, *, count: bool) -> Sequence[StreamInfo]:
    """The sheets of a workbook, in the order of names."""
    with open_workbook(path, settings.limits) as workbook:
        found = [
            StreamInfo(
                sheet.name,
                "hidden sheet" if sheet.hidden else "sheet",
                SheetTable(path, settings, workbook, sheet.name).count() if count else None,
            )
            for sheet in workbook.sheets()
        ]
    return sorted(found, key=lambda info: info.name)


def _chosen(path: Path, workbook: Workbook, sheet: str | None) -> str:
    names = [found.name for found in workbook.sheets()]
    if sheet is not None:
        if sheet in names:
            return sheet
        alike = [name for name in names if name.casefold() == sheet.casefold()]
        if len(alike) == 1:
            return alike[0]
        raise ConfigError(f"there is no sheet {sheet!r}", where=str(path), hint=_nearest(sheet, names))
    filled = [name for name in names if _has_rows(workbook.rows(name))] if len(names) > 1 else names
    if len(filled) > 1:
        raise ConfigError(
            f"the workbook has several sheets: {', '.join(filled[:20])}",
            where=str(path),
            hint="Say which one is meant, under `table`.",
        )
    if not names:
        raise BadPart("the workbook has no sheet", where=str(path))
    return filled[0] if filled else names[0]


def _has_rows(rows: Generator[Row, None, None]) -> bool:
    try:
        return any(any(map(is_filled, row.cells)) for row in rows)
    finally:
        rows.close()


def _nearest(name: str, names: Iterator[str] | Sequence[str] | dict[str, Column]) -> str:
    known = list(names)
    near = get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    return f"There are: {', '.join(known[:20])}" if known else ""
