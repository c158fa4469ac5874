"""Every kind of cell of an .xlsx, and files that are broken."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import FIELD_BYTES
from tests.sources.files.spreadsheet.books import faults, pack, pieces, row, rows, xlsx

NAMES = row("Code", "Amount", "Day", number=1)


def test_every_kind_of_cell(tmp_path: Path) -> None:
    """Text stays text, numbers are plain, dates dates, truth values such; what is empty is null."""
    cells = [
        row("0012", 12.5, '<c s="1"><v>45351</v></c>'),
        row('<c t="s"><v>0</v></c>', "<c><v>20.019999999999999</v></c>", '<c s="1"><v>45352</v></c>'),
        row('<c t="str"><f>A1</f><v>x_x000A_y</v></c>', None, '<c t="d"><v>2024-03-02</v></c>'),
    ]
    path = xlsx(tmp_path / "a.xlsx", {"S": NAMES + "".join(cells)}, strings=["<t>shared</t>"], formats=["dd/mm/yyyy"])
    assert rows(path) == [
        {"Code": "0012", "Amount": "12.5#", "Day": date(2024, 2, 29)},
        {"Code": "shared", "Amount": "20.02#", "Day": date(2024, 3, 1)},
        {"Code": "x\ny", "Amount": None, "Day": date(2024, 3, 2)},
    ]


def test_numbers_shown_with_leading_zeros_are_numbers(tmp_path: Path) -> None:
    """A number 12 that is shown as 00012 is 12 in the file."""
    path = xlsx(tmp_path / "a.xlsx", {"S": row("Code", "x") + row('<c s="1"><v>12</v></c>', "y")}, formats=["00000"])
    assert rows(path)[0]["Code"] == "12#"


def test_odd_cells_are_faults(tmp_path: Path) -> None:
    """Errors, formulas without a result, numbers that are none and texts that are not there are null, and named."""
    odd = [
        '<c t="e"><v>#N/A</v></c>',
        "<c><f>SUM(A1:A9)</f></c>",
        "<c><f>1+1</f><v/></c>",
        "<c><v>abc</v></c>",
        '<c t="s"><v>7</v></c>',
        '<c s="1"><v>60</v></c>',
        '<c t="x"><v>1</v></c>',
        '<c t="d"><v>yesterday</v></c>',
        '<c s="1"><v>abc</v></c>',
    ]
    body = row("a", "b") + "".join(row(cell, 1) for cell in odd)
    path = xlsx(tmp_path / "a.xlsx", {"S": body}, formats=["yyyy-mm-dd"])
    assert [found["a"] for found in rows(path)] == [None] * len(odd)
    assert faults(path) == [
        (0, "a", "error_value", "#N/A"),
        (1, "a", "no_result", "=SUM(A1:A9)"),
        (2, "a", "no_result", "=1+1"),
        (3, "a", "not_a_number", "abc"),
        (4, "a", "malformed", "shared text 7"),
        (5, "a", "not_a_date", "60"),
        (6, "a", "malformed", "1"),
        (7, "a", "not_a_date", "yesterday"),
        (8, "a", "not_a_number", "abc"),
    ]


def test_the_epoch_of_1904(tmp_path: Path) -> None:
    """The same number is another day in a workbook that counts from 1904."""
    body = row("a", "b") + row('<c s="1"><v>1</v></c>', '<c s="1"><v>1.5</v></c>')
    mac = xlsx(tmp_path / "mac.xlsx", {"S": body}, formats=["d.m.yy"], mac=True)
    other = xlsx(tmp_path / "other.xlsx", {"S": body}, formats=["d.m.yy"])
    assert rows(mac) == [{"a": date(1904, 1, 2), "b": datetime(1904, 1, 2, 12)}]
    assert rows(other) == [{"a": date(1900, 1, 1), "b": datetime(1900, 1, 1, 12)}]


def test_cells_and_rows_without_references(tmp_path: Path) -> None:
    """Programs may leave out where a cell stands: it is the next one."""
    path = xlsx(tmp_path / "a.xlsx", {"S": row("a", "b") + row("1", "2") + '<row r="7"><c r="B7"><v>3</v></c></row>'})
    found = pieces(path)
    assert found[0].origin.to_pylist() == ["S row 2", "S row 7"]
    assert rows(path)[1] == {"a": None, "b": "3#"}


def test_prefixed_names(tmp_path: Path) -> None:
    """Some programs write every element with a prefix."""
    sheet = row("a", "b") + row("1", 2)
    path = xlsx(tmp_path / "a.xlsx", {"S": sheet})
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name).decode()
    part = parts["xl/worksheets/sheet0.xml"].replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    parts["xl/worksheets/sheet0.xml"] = part.replace("<x:worksheet>", '<x:worksheet xmlns:x="u">')
    assert rows(pack(tmp_path / "b.xlsx", parts)) == [{"a": "1", "b": "2#"}]


@pytest.mark.parametrize(
    ("sheet", "what"),
    [
        ('<row r="2"/><row r="2"/>', "stands behind"),
        ('<row r="0"/>', "stands behind"),
        ('<row r="1048577"/>', "stands behind"),
        ('<row><c r="ZZZ1"><v>1</v></c></row>', "16,384 columns"),
        ("<row><c>", "mismatched"),
    ],
)
def test_sheets_that_no_program_writes(tmp_path: Path, sheet: str, what: str) -> None:
    """Rows out of order, beyond the last one or column, and broken XML are damage."""
    with pytest.raises(BadPart, match=what):
        rows(xlsx(tmp_path / "a.xlsx", {"S": sheet}))


def test_a_cell_without_an_end(tmp_path: Path) -> None:
    """A cell of many megabytes is refused, with its row, before it is put together."""
    path = xlsx(tmp_path / "a.xlsx", {"S": row("x" * (FIELD_BYTES + 1))})
    with pytest.raises(BadPart, match="row 1 is longer"):
        rows(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    table=st.lists(
        st.lists(
            st.one_of(st.none(), st.integers(-(10**12), 10**12), st.text(st.sampled_from("abc 0_x<"), max_size=5)),
            min_size=1,
            max_size=5,
        ),
        max_size=8,
    )
)
def test_nothing_is_lost_and_nothing_is_added(tmp_path: Path, table: list[list[str | int | None]]) -> None:
    """Every row with a cell in it arrives, every cell is there, in its order."""
    escaped = [[cell.replace("<", "&lt;") if isinstance(cell, str) else cell for cell in line] for line in table]
    path = xlsx(tmp_path / "a.xlsx", {"S": "".join(row(*line) for line in escaped)})
    expected = []
    for line in table:
        shown = [str(cell) + "#" if isinstance(cell, int) else cell for cell in line]
        if any(cell is not None and cell.strip() for cell in shown):
            expected.append([cell for cell in shown if cell is not None and cell.strip()])
    found = [[cell for cell in line.values() if cell and cell.strip()] for line in rows(path, header_row=0)]
    assert found == expected
