"""Cells, places and comments of XML Spreadsheet 2003."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.format import Sample
from legacy_adapters.sources.files.spreadsheet.cell import Cell, Number, Odd
from legacy_adapters.sources.files.spreadsheet.recognise import recognise
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings
from legacy_adapters.sources.files.spreadsheet.xml2003 import value_of
from tests.sources.files.spreadsheet.books import faults, pieces, rows

SPACE = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


def cell(value: str, kind: str = "String", more: str = "") -> str:
    """A cell."""
    return f'<Cell {more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def write(folder: Path, encoding: str = "utf-8", **sheets: str) -> Path:
    """A workbook of sheets, each the XML of its rows."""
    found = "".join(f'<Worksheet ss:Name="{name}"><Table>{body}</Table></Worksheet>' for name, body in sheets.items())
    path = folder / "a.xls"
    head = f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
    path.write_bytes(f"{head}<Workbook {SPACE}>{found}</Workbook>".encode(encoding))
    return path


NAMES = f"<Row>{cell('No')}{cell('Name')}{cell('Day')}</Row>"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("Number", "20.019999999999999", Number("20.02")),
        ("Number", "x", Odd("not_a_number", "x")),
        ("String", "0012", "0012"),
        ("DateTime", "2024-02-29T00:00:00.000", date(2024, 2, 29)),
        ("DateTime", "2024-02-29T13:05:00.000", datetime(2024, 2, 29, 13, 5)),
        ("DateTime", "2024-02-30T00:00:00.000", Odd("not_a_date", "2024-02-30T00:00:00.000")),
        ("Boolean", "1", True),
        ("Boolean", "0", False),
        ("Error", "#N/A", Odd("error_value", "#N/A")),
    ],
)
def test_values(kind: str, text: str, value: Cell) -> None:
    """Each type as what it is."""
    found = value_of(kind, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_rows_and_places(tmp_path: Path, encoding: str) -> None:
    """Cells and rows may say where they are; merged ones take the place of several; comments are no cells."""
    comment = "<Comment><ss:Data>not this</ss:Data></Comment>"
    body = NAMES + f'<Row ss:Index="5">{cell("1", "Number")}<Cell ss:Index="3"><Data ss:Type="DateTime">'
    body += f"2024-02-29T00:00:00.000</Data>{comment}</Cell></Row>"
    body += f'<Row ss:Hidden="1">{cell("7", more=chr(32) + "ss:MergeAcross=" + chr(34) + "1" + chr(34))}'
    body += f"{cell('2024-03-01T00:00:00.000', 'DateTime')}</Row>"
    body += '<Row><Cell/><Cell><ss:Data ss:Type="String"><B>M</B>üller</ss:Data></Cell></Row>'
    path = write(tmp_path, encoding, S=body)
    assert rows(path) == [
        {"No": "1#", "Name": None, "Day": date(2024, 2, 29)},
        {"No": "7", "Name": None, "Day": date(2024, 3, 1)},
        {"No": None, "Name": "Müller", "Day": None},
    ]
    assert pieces(path)[0].origin.to_pylist() == ["S row 5", "S row 6", "S row 7"]
    assert len(rows(path, skip_hidden=True)) == 2
    found = recognise(Sample.of(path))
    assert found is not None
    assert found.evidence == ("an XML Spreadsheet 2003",)


def test_numbers_that_are_shown_as_dates(tmp_path: Path) -> None:
    """A style may make a number a date, in either epoch; of two styles that with a prefix counts."""
    styles = '<Styles><Style ss:ID="d"><NumberFormat ss:Format="yyyy/m/d"/></Style>'
    styles += '<Style ss:ID="s"><NumberFormat ss:Format="Short Date"/></Style></Styles>'
    body = f"<Row>{cell('a')}{cell('b')}{cell('c')}</Row><Row>"
    for style in ('ss:StyleID="d"', 'StyleID="x" ss:StyleID="s"', 'ss:StyleID="none"'):
        body += cell("41689", "Number", style)
    path = write(tmp_path, S=body + "</Row>")
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace("<Worksheet", f"{styles}<Worksheet"), encoding="utf-8")
    assert rows(path) == [{"a": date(2014, 2, 19), "b": date(2014, 2, 19), "c": "41689#"}]
    path.write_text(content.replace("<Worksheet", f"<x:Date1904/>{styles}<Worksheet"), encoding="utf-8")
    assert rows(path)[0]["a"] == date(2018, 2, 20)


def test_faults(tmp_path: Path) -> None:
    """Errors, and formulas without a result."""
    body = NAMES + f'<Row>{cell("#REF!", "Error")}<Cell ss:Formula="=A1+1"/>{cell("x")}</Row>'
    assert faults(write(tmp_path, S=body)) == [(0, "No", "error_value", "#REF!"), (0, "Name", "no_result", "=A1+1")]


def test_sheets(tmp_path: Path) -> None:
    """Each by its name."""
    path = write(tmp_path, Two=NAMES + f"<Row>{cell('2')}</Row>", One=NAMES)
    infos = SpreadsheetSettings().tables(path, count=True)
    assert [(info.name, info.rows) for info in infos] == [("One", 0), ("Two", 1)]
    assert rows(path, "Two")[0]["No"] == "2"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<Row ss:Index="3"/><Row ss:Index="2"/>', "stands behind"),
        ('<Row ss:Index="9999999"/>', "stands behind"),
        ('<Row><Cell ss:Index="20000"/></Row>', "columns"),
        ("<Row>", "mismatched"),
    ],
)
def test_broken(tmp_path: Path, body: str, what: str) -> None:
    """What no program writes is damage."""
    with pytest.raises(BadPart, match=what):
        rows(write(tmp_path, S=body))


def test_too_large(tmp_path: Path) -> None:
    """The limit of unpacked bytes holds for it too."""
    with pytest.raises(BadPart, match="max_unpacked"):
        rows(write(tmp_path, S=NAMES), max_unpacked=10)


def test_any_damage_is_told_in_words(tmp_path: Path) -> None:
    """Whichever bytes are others: rows or words."""
    path = write(tmp_path, S=NAMES + f"<Row>{cell('1', 'Number')}{cell('x')}</Row>")
    content = path.read_bytes()
    chance = random.Random(1)
    for _ in range(300):
        changed = bytearray(content)
        changed[chance.randrange(len(changed))] = chance.choice([0, 0xFF, 0x3C, 0x22, chance.randrange(256)])
        path.write_bytes(bytes(changed[: chance.choice([len(changed), chance.randrange(len(changed))])]))
        with suppress(BadPart, ConfigError):
            pieces(path)
