"""Cells, repeats and notes of .ods files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.spreadsheet.cell import Cell, Number, Odd
from legacy_adapters.sources.files.spreadsheet.ods import value_of
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings
from tests.sources.files.spreadsheet.books import ods, pack, pieces, rows

KIND = "application/vnd.oasis.opendocument.spreadsheet"


def text(value: str, **attributes: str) -> str:
    """A cell with a text."""
    found = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<table:table-cell office:value-type="string"{found}><text:p>{value}</text:p></table:table-cell>'


def line(*cells: str, **attributes: str) -> str:
    """A row."""
    found = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-row{found}>{''.join(cells)}</table:table-row>"


BLANKS = '<table:table-cell table:number-columns-repeated="16380"/>'


@pytest.mark.parametrize(
    ("attributes", "shown", "value"),
    [
        ({"value-type": "float", "value": "12.5"}, "12,50", Number("12.5")),
        ({"value-type": "currency", "value": "-1"}, "1,00- EUR", Number("-1")),
        ({"value-type": "percentage", "value": "0.07"}, "7 %", Number("0.07")),
        ({"value-type": "date", "date-value": "2024-02-29"}, "", date(2024, 2, 29)),
        ({"value-type": "date", "date-value": "2024-02-29T13:00:00"}, "", datetime(2024, 2, 29, 13)),
        (
            {"value-type": "date", "date-value": "2024-02-29T13:00:00.123456789"},
            "",
            datetime(2024, 2, 29, 13, 0, 0, 123456),
        ),
        ({"value-type": "date", "date-value": "2024-02-30"}, "", Odd("not_a_date", "2024-02-30")),
        ({"value-type": "time", "time-value": "PT30H05M00S"}, "", "30:05:00"),
        ({"value-type": "time", "time-value": "PT00H00M01.500S"}, "", "00:00:01.5"),
        ({"value-type": "time", "time-value": "P1D"}, "", Odd("not_a_date", "P1D")),
        ({"value-type": "boolean", "boolean-value": "true"}, "WAHR", True),
        ({"value-type": "string"}, "0012", "0012"),
        ({"value-type": "string", "string-value": "whole"}, "cut", "whole"),
        ({"value-type": "error"}, "#N/A", Odd("error_value", "#N/A")),
        ({"value-type": "string", "formula": "of:=1/0"}, "Err:502", Odd("error_value", "Err:502")),
        ({"value-type": "string"}, "Err:502 is a text", "Err:502 is a text"),
        ({"formula": "of:=A1"}, "", Odd("no_result", "of:=A1")),
        ({}, "", None),
    ],
)
def test_values(attributes: dict[str, str], shown: str, value: Cell) -> None:
    """The value counts, not what is shown; errors and formulas without a result are faults."""
    found = value_of(attributes, shown)
    assert found == value
    assert type(found) is type(value)


def test_repeats(tmp_path: Path) -> None:
    """Repeated cells and rows are there as often as in the sheet, and blanks to the sheet's edge are none."""
    body = line(text("a"), text("b"), text("c"), BLANKS)
    body += line(BLANKS, number_rows_repeated="3")
    body += line(text("x", number_columns_repeated="2"), number_rows_repeated="2") + line(text("y"))
    body += line(BLANKS, number_rows_repeated="1048569")
    path = ods(tmp_path / "a.ods", {"S": body})
    assert rows(path) == [
        {"a": "x", "b": "x", "c": None},
        {"a": "x", "b": "x", "c": None},
        {"a": "y", "b": None, "c": None},
    ]
    assert pieces(path)[0].origin.to_pylist() == ["S row 5", "S row 6", "S row 7"]


def test_text_of_several_paragraphs_and_notes(tmp_path: Path) -> None:
    """Paragraphs, blanks, tabs and line breaks are kept; a note beside the cell is no part of it."""
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation>'
        '<text:p>one<text:s text:c="2"/>two</text:p><text:p>th<text:span>re</text:span>e<text:tab/>4<text:line-break/>5'
        "</text:p></table:table-cell>"
    )
    path = ods(tmp_path / "a.ods", {"S": line(text("a"), text("b")) + line(cell, text("z"))})
    assert rows(path) == [{"a": "one  two\nthree\t4\n5", "b": "z"}]


def test_sheets_and_hidden_ones(tmp_path: Path) -> None:
    """Every sheet is there; one whose style hides it is marked; hidden rows can be left out."""
    styles = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    body = line(text("a")) + line(text("1"), visibility="collapse") + line(text("2"))
    path = ods(tmp_path / "a.ods", {"B": body, 'A" table:style-name="h': line(text("a"))}, styles=styles)
    found = SpreadsheetSettings().tables(path, count=True)
    assert [(info.name, info.kind, info.rows) for info in found] == [("A", "hidden sheet", 0), ("B", "sheet", 2)]
    assert [found["a"] for found in rows(path, "B", skip_hidden=True)] == ["2"]


def test_too_many_rows_or_columns(tmp_path: Path) -> None:
    """Repeats that reach beyond a sheet, or fill it, are refused."""
    with pytest.raises(BadPart, match="columns"):
        rows(ods(tmp_path / "a.ods", {"S": line(text("x", number_columns_repeated="20000"))}))
    with pytest.raises(BadPart, match="rows"):
        rows(ods(tmp_path / "b.ods", {"S": line(text("x"), number_rows_repeated="2000000")}))
    full = line(text("x", number_columns_repeated="9000"), number_rows_repeated="1000000")
    with pytest.raises(BadPart, match="max_cells"):
        rows(ods(tmp_path / "c.ods", {"S": full}), max_cells=1_000_000)


def test_encrypted(tmp_path: Path) -> None:
    """A workbook with a password is refused in words."""
    manifest = '<m:manifest xmlns:m="u"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    parts = {
        "mimetype": KIND,
        "content.xml": "?",
        "META-INF/manifest.xml": manifest,
    }
    with pytest.raises(BadPart, match="password"):
        rows(pack(tmp_path / "a.ods", parts))


def test_broken(tmp_path: Path) -> None:
    """XML that ends too early is damage."""
    parts = {"mimetype": KIND, "content.xml": "<a><b>"}
    with pytest.raises(BadPart, match="damaged"):
        rows(pack(tmp_path / "a.ods", parts))
