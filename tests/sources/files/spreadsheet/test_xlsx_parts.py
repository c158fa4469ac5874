"""Sheets, shared texts and styles of an .xlsx."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.spreadsheet.package import open_package
from legacy_adapters.sources.files.spreadsheet.workbook import Limits, Sheet
from legacy_adapters.sources.files.spreadsheet.xlsx_parts import outline, shared_strings, shows, unescaped
from tests.sources.files.spreadsheet.books import pack, relations, xlsx

LIMITS = Limits(10**7, 10**6, 10**6)


def test_outline(tmp_path: Path) -> None:
    """Sheets stand in the workbook's order, hidden ones are marked, the epoch is read."""
    path = xlsx(tmp_path / "a.xlsx", {"B": "", "A": "", "C": ""}, mac=True, states={"A": "veryHidden"})
    with open_package(path, LIMITS) as package:
        found = outline(package)
    assert [sheet for sheet, _ in found.sheets.values()] == [Sheet("B"), Sheet("A", hidden=True), Sheet("C")]
    assert found.mac
    assert found.strings == "xl/shared.xml"


def test_charts_are_no_sheets(tmp_path: Path) -> None:
    """A sheet that is a chart has no cells, and is left out."""
    book = '<workbook><sheets><sheet name="Chart" id="r0"/><sheet name="Data" id="r1"/></sheets></workbook>'
    targets = relations(("chartsheet", "c.xml"), ("worksheet", "s.xml"))
    parts = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": targets,
    }
    with open_package(pack(tmp_path / "a.xlsx", parts), LIMITS) as package:
        assert list(outline(package).sheets) == ["Data"]


def test_shared_texts(tmp_path: Path) -> None:
    """Formatted texts are put together, readings left out, blanks kept, escapes resolved."""
    texts = [
        "<t>plain</t>",
        "<r><t>two </t></r><r><rPr/><t> parts</t></r>",
        "<t>課</t><rPh><t>カ</t></rPh>",
        "",
        "<t>a_x000D_b</t>",
    ]
    with open_package(xlsx(tmp_path / "a.xlsx", {"S": ""}, strings=texts), LIMITS) as package:
        assert shared_strings(package, "xl/shared.xml") == ["plain", "two  parts", "課", "", "a\rb"]
        assert shared_strings(package, None) == []


def test_shared_texts_beyond_the_limit(tmp_path: Path) -> None:
    """They are held in memory, so they have a limit."""
    path = xlsx(tmp_path / "a.xlsx", {"S": ""}, strings=["<t>x</t>"] * 100)
    with open_package(path, Limits(10**7, 100, 100)) as package, pytest.raises(BadPart, match="max_texts"):
        shared_strings(package, "xl/shared.xml")


def test_styles_of_cells_only(tmp_path: Path) -> None:
    """Styles that cells inherit from (``cellStyleXfs``) are another list."""
    with open_package(xlsx(tmp_path / "a.xlsx", {"S": ""}, formats=["dd.mm.yyyy", "0.00"]), LIMITS) as package:
        assert shows(package, "xl/styles.xml") == ["number", "date", "number"]
        assert shows(package, "xl/none.xml") == []


@pytest.mark.parametrize(
    ("text", "plain"), [("_x005F_x", "_x"), ("_x00_", "_x00_"), ("a", "a"), ("_x0041__x0042_", "AB")]
)
def test_escapes(text: str, plain: str) -> None:
    """Only four hexadecimal digits between ``_x`` and ``_`` are an escape."""
    assert unescaped(text) == plain
