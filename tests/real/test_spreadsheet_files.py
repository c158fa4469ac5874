"""Workbooks of other projects: each is read, or refused in words; figures as in the files' list."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings

ROOT = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata"))
FILES = ROOT / "files"

pytestmark = pytest.mark.real

REFUSED = {
    ".slk": "SYLK",
    ".dif": "DIF",
    ".htm": "an HTML table",
    ".wk1": "Lotus 1-2-3",
    ".wk3": "Lotus 1-2-3",
    ".wk4": "Lotus 1-2-3",
    ".wke": "Lotus 1-2-3",
    ".wb1": "Quattro Pro",
    ".wb2": "Quattro Pro",
    ".wq1": "Quattro Pro",
    ".qpw": "no workbook that can be read",
    ".dbf": "no workbook that can be read",
    ".prn": "no workbook that can be read",
    ".txt": "no workbook that can be read",
}
"""What the error names, by the suffix. ``.dbf``, ``.prn`` and ``.txt`` stand among the spreadsheets because such
programs wrote them; other formats read them."""


def listed() -> list[str]:
    """The files of this kind."""
    manifest = ROOT / "manifest.csv"
    if not manifest.exists():
        return []
    with manifest.open(encoding="utf-8", newline="") as file:
        return [row["path"] for row in csv.DictReader(file) if row["kind"] == "spreadsheet"]


def refusal_of(name: str) -> str | None:
    """What a file is refused as; None for one that is read."""
    if name.endswith(".wks"):
        return "Microsoft Works" if "crlfw4" in name else "Lotus 1-2-3"
    return REFUSED.get(Path(name).suffix.lower())


def real(name: str) -> Path:
    """The path of a file; the test is skipped where the files are not there."""
    path = FILES / name
    if not path.exists():
        pytest.skip(f"{path} is not here; LEGACY_ADAPTERS_REALDATA names the folder of the real files")
    return path


def rows(name: str, sheet: str | None = None, **settings: Any) -> list[Mapping[str, Any]]:
    """All rows; numbers as decimals."""
    read = SpreadsheetSettings.model_validate(settings).read(real(name), sheet, None, None, 1000)
    return [{key: plain(cell) for key, cell in row.items()} for piece in read for row in piece.rows.to_pylist()]


def plain(cell: Any) -> Any:
    """A mixed cell as text or decimal."""
    if isinstance(cell, dict):
        return Decimal(cell["text"]) if cell["number"] else cell["text"]
    return cell


@pytest.mark.parametrize("name", [name for name in listed() if refusal_of(name) is None])
def test_every_sheet_is_read(name: str) -> None:
    """As many rows come as are counted, each cell with the type of its column, and no cell is at fault."""
    settings = SpreadsheetSettings()
    infos = settings.tables(real(name), count=True)
    assert infos
    for info in infos:
        read = list(settings.read(real(name), info.name, None, None, 7))
        assert sum(piece.rows.num_rows for piece in read) == info.rows
        assert all(piece.faults is None for piece in read)
        assert all(piece.rows.schema == settings.schema(real(name), info.name) for piece in read)


@pytest.mark.parametrize("name", [name for name in listed() if refusal_of(name) is not None])
def test_what_is_not_read_is_named(name: str) -> None:
    """The error says what the file is."""
    with pytest.raises(BadPart, match=str(refusal_of(name))):
        SpreadsheetSettings().tables(real(name), count=True)


@pytest.mark.parametrize(("name", "first"), [("1900", date(1900, 1, 1)), ("1904", date(1904, 1, 2))])
def test_epochs(name: str, first: date) -> None:
    """Serial 1 is 1900-01-01, and 1904-01-02; beside each date the workbook has it as text."""
    found = rows(f"SheetJS+test_files/1904/{name}.xls")
    assert (found[0]["A"], found[0]["B"]) == (Decimal(1), first)
    assert [row["B"].isoformat() for row in found] == [row["C"] for row in found]


def test_packed_numbers() -> None:
    """All four ways in which .xls packs a number: the file says what each is."""
    found = rows("SheetJS+test_files/RkNumber.xls")
    assert [row["sample"] for row in found] == [Decimal(text) for text in ("10000000", "1200455", "0.01", "12004.55")]


def test_amounts_are_what_was_meant() -> None:
    """Doubles as their shortest decimals: 20.02, not 20.019999999999999."""
    found = rows("jqnatividad+qsv/resources/test/testexcel-issue-516.xls")
    assert sum(row["amount"] for row in found) == sum(map(Decimal, ("20.02", "37", "14.23", "14.2", "14.201")))


def test_bank_statement_below_its_preamble() -> None:
    """Four lines of preamble and a footer, decimal commas in text: it is the same statement as its CSV twin."""
    name = "OCA+bank-statement-import/account_statement_import_sheet_file/tests/fixtures/{}"
    found = rows(name.format("meta_data_separated_credit_debit.xlsx"))
    assert [row["Debit"] or row["Credit"] for row in found][:4] == ["-50,00", "-100,00", "-80,68", "1300,00"]
    dated = rows(name.format("sample_statement_en.xlsx"))
    assert [row["Date"] for row in dated] == [date(2018, 12, 15)] * 2
    assert [row["Amount"] for row in dated] == [Decimal("-33.5"), Decimal(1525)]


@pytest.mark.parametrize("name", ["write.xls", "write.xlsx"])
def test_the_same_book_in_two_formats(name: str) -> None:
    """Numbers, truth values, texts, a moment, and a number kept as text."""
    found = [list(row.values()) for row in rows(f"SheetJS+test_files/{name}")]
    assert found == [
        [1, 2, 3, None],
        ["true", "false", None, "sheetjs"],
        ["foo", "bar", "2014-02-19 14:30:00", "0.3"],
        ["baz", None, "qux", None],
    ]


@pytest.mark.parametrize("suffix", ["ods", "xls", "xlsb"])
def test_merged_cells(suffix: str) -> None:
    """A merged cell has its value where it begins, and is empty elsewhere, in every format."""
    found = rows(f"SheetJS+test_files/merge_cells.{suffix}", header_row=0)
    assert found == rows("SheetJS+test_files/biff5/merge_cells.xls", header_row=0)


def test_dates_by_their_formats() -> None:
    """Number formats tell dates from numbers, and times of day are kept to the millisecond."""
    found = rows("frictionlessdata+frictionless-py/data/preserve-formatting.xlsx")[0]
    assert found["m/d/yy"] == date(2040, 5, 20)
    assert found["0.00"] == Decimal("1000.5577")
    assert isinstance(found["mmddyyam/pmdd"], datetime)


def test_hidden_sheets_are_named_so() -> None:
    """They are listed and can be read; the chart is no sheet."""
    infos = SpreadsheetSettings().tables(real("jqnatividad+qsv/resources/test/any_sheets.xls"), count=False)
    assert [(info.name, info.kind) for info in infos] == [
        ("Hidden", "hidden sheet"),
        ("VeryHidden", "hidden sheet"),
        ("Visible", "sheet"),
    ]
