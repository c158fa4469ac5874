"""What a pipeline file says of a workbook: where in it the table stands, and how large it may be."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Literal

import pyarrow as pa
from pydantic import AfterValidator, Field

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.format import FormatSettings, Piece
from legacy_adapters.sources.files.spreadsheet.layout import Area
from legacy_adapters.sources.files.spreadsheet.workbook import MOST_SHEET_ROWS, Limits


def _is_area(text: str) -> str:
    Area.of(text)
    return text


class SpreadsheetSettings(FormatSettings):
    """A workbook: .xlsx, .xlsm, .xlsb, .xls, .ods or XML Spreadsheet 2003. The stream's ``table`` names the sheet."""

    kind: Literal["spreadsheet"] = Field("spreadsheet", description="A workbook of Excel or OpenDocument.")
    header_row: int | None = Field(
        None,
        ge=0,
        le=MOST_SHEET_ROWS,
        description="The row with the names of the columns, counted from 1; 0 where there is none, and the columns are "
        "called A, B, C. Not stated: the first row that is as wide as the table and made of words.",
    )
    range: Annotated[str, AfterValidator(_is_area)] | None = Field(
        None, description="The cells that are read, as B3:F200, or B3:F without an end. Not stated: all."
    )
    columns: Mapping[str, Literal["mixed", "date", "timestamp", "boolean"]] = Field(
        default_factory=dict,
        description="What columns hold, by name, where the first 1,000 rows do not show it. Cells that are something "
        "else are faults; mixed takes everything.",
    )
    skip_hidden: bool = Field(False, description="Whether rows that are hidden (by hand or by a filter) are left out.")
    max_unpacked: int = Field(
        4_000_000_000, ge=1, description="How many bytes the parts of the workbook may take unpacked."
    )
    max_texts: int = Field(
        500_000_000,
        ge=1,
        description="How many bytes may be held in memory: the shared texts of .xlsx and .xlsb, the whole of an .xls.",
    )
    max_cells: int = Field(100_000_000, ge=1, description="How many cells a sheet may have.")

    @property
    def area(self) -> Area:
        """The cells that are read."""
        return Area() if self.range is None else Area.of(self.range)

    @property
    def limits(self) -> Limits:
        """How large a workbook may be."""
        return Limits(self.max_unpacked, self.max_texts, self.max_cells)

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """The sheets, in the order of names."""
        from legacy_adapters.sources.files.spreadsheet.table import list_tables

        return list_tables(path, self, count=count)

    def schema(self, path: Path, table: str | None) -> pa.Schema:  # type: ignore[override]
        """The columns of a sheet: ``MIXED``, or dates, timestamps and truth values where nothing else is there."""
        from legacy_adapters.sources.files.spreadsheet.table import open_table

        with open_table(path, self, table) as sheet:
            return pa.schema([column.field for column in sheet.look()[1]])

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """The rows of a sheet behind the row with the number ``after``."""
        from legacy_adapters.sources.files.spreadsheet.table import open_table

        with (
            open_table(path, self, table) as sheet,
            closing(sheet.pieces(columns, int(after or 0), most_rows)) as pieces,
        ):
            yield from pieces

    def totals(self, table: str | None) -> Sequence[str]:
        """None: such a file states no sums of itself."""
        return ()

    def is_complete(self, path: Path) -> bool:
        """Always: a workbook has no trailer."""
        return True
