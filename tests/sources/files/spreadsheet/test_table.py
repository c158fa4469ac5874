"""A sheet as a table: which rows, which columns, which pieces."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.batch import WHOLE_ROW
from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.spreadsheet.layout import LOOK_ROWS
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings
from legacy_adapters.sources.files.spreadsheet.table import list_tables, open_table
from tests.sources.files.spreadsheet.books import faults, pieces, row, rows, xlsx


def book(path: Path, count: int = 5) -> Path:
    """A title, an empty row, a header, and ``count`` rows."""
    body = row("CRONUS") + row(None) + row("No", "Name", "Amount")
    return xlsx(path / "a.xlsx", {"S": body + "".join(row(f"{i:04}", f"name {i}", i) for i in range(count))})


def test_rows_below_the_header(tmp_path: Path) -> None:
    """Title and header are no rows; origins are the sheet's own row numbers."""
    found = pieces(book(tmp_path))
    assert found[0].origin.to_pylist() == [f"S row {i}" for i in range(4, 9)]
    assert rows(book(tmp_path))[4] == {"No": "0004", "Name": "name 4", "Amount": "4#"}


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_it_goes_on_behind_every_piece(tmp_path: Path, most: int) -> None:
    """From each position the same pieces come that came before."""
    path = book(tmp_path)
    whole = pieces(path, most_rows=most)
    assert [piece.rows.num_rows for piece in whole][:-1] == [most] * (len(whole) - 1)
    for i, piece in enumerate(whole):
        rest = pieces(path, most_rows=most, after=piece.position)
        assert [r.rows.to_pylist() for r in rest] == [r.rows.to_pylist() for r in whole[i + 1 :]]
        assert [r.origin for r in rest] == [r.origin for r in whole[i + 1 :]]


def test_only_wanted_columns(tmp_path: Path) -> None:
    """In the order that was asked for; an unknown one is named with the nearest."""
    settings = SpreadsheetSettings()
    found = next(settings.read(book(tmp_path), None, ["Amount", "No"], None, 10))
    assert found.rows.schema.names == ["Amount", "No"]
    with pytest.raises(ConfigError, match="Did you mean Amount"):
        next(settings.read(book(tmp_path), None, ["Amuont"], None, 10))


def test_sheets_by_name(tmp_path: Path) -> None:
    """The only sheet with rows needs no name; of several one must be named, without regard to case."""
    one, two = row("a") + row("1"), row("b") + row("2") + row("3")
    path = xlsx(tmp_path / "a.xlsx", {"Two": two, "One": one, "Empty": ""})
    assert list_tables(path, SpreadsheetSettings(), count=True) == [
        StreamInfo("Empty", "sheet", 0),
        StreamInfo("One", "sheet", 1),
        StreamInfo("Two", "sheet", 2),
    ]
    assert list_tables(path, SpreadsheetSettings(), count=False)[0].rows is None
    assert rows(path, "two") == [{"b": "2"}, {"b": "3"}]
    with pytest.raises(ConfigError, match=r"several sheets: Two, One"):
        rows(path)
    with pytest.raises(ConfigError, match="Did you mean Two"):
        rows(path, "Tow")
    assert rows(xlsx(tmp_path / "b.xlsx", {"Empty": "", "One": one})) == [{"a": "1"}]
    assert rows(xlsx(tmp_path / "c.xlsx", {"Empty": "", "Other": ""})) == []


def test_no_sheet_at_all(tmp_path: Path) -> None:
    """A workbook of charts only has nothing to read."""
    with pytest.raises(BadPart, match="no sheet"):
        rows(xlsx(tmp_path / "a.xlsx", {}))


def test_a_column_that_appears_later_loses_nothing(tmp_path: Path) -> None:
    """A cell where the first rows have no column makes its row a fault that shows the row whole."""
    body = row("a", "b") + "".join(row("1", "2") for _ in range(LOOK_ROWS)) + row("1", "2", None, "late")
    path = xlsx(tmp_path / "a.xlsx", {"S": body})
    last = pieces(path, most_rows=LOOK_ROWS)[-1]
    assert last.rows.to_pylist() == [{"a": None, "b": None}]
    assert last.faults is not None
    assert last.faults.to_pylist() == [
        {"row": 0, "column": WHOLE_ROW, "code": "wrong_field_count", "text": "1\t2\t\tlate"}
    ]
    assert len(rows(path, range="A1:B")) == LOOK_ROWS + 1


def test_a_header_far_down(tmp_path: Path) -> None:
    """A stated header may stand behind any number of rows, which are none then."""
    body = "".join(row("x", "y", "z") for _ in range(LOOK_ROWS + 5)) + row("a", "b") + row("1", "2")
    path = xlsx(tmp_path / "a.xlsx", {"S": body})
    assert rows(path, header_row=LOOK_ROWS + 6) == [{"a": "1", "b": "2"}]


def test_a_hidden_gap_is_watched_too(tmp_path: Path) -> None:
    """An empty column between two others is none, until something stands in it."""
    body = row("a", None, "c") + "".join(row("1", None, "3") for _ in range(LOOK_ROWS)) + row("1", "2", "3")
    path = xlsx(tmp_path / "a.xlsx", {"S": body})
    assert [fault[2] for fault in faults_of_last(path)] == ["wrong_field_count"]


def faults_of_last(path: Path) -> list[tuple[object, ...]]:
    """The faults of the last piece."""
    found = pieces(path, most_rows=LOOK_ROWS)[-1].faults
    return [] if found is None else [tuple(fault.values()) for fault in found.to_pylist()]


def test_stated_columns(tmp_path: Path) -> None:
    """What is stated holds, whatever the first rows show; a name that is not there is named."""
    body = row("a", "b") + row('<c s="1"><v>45351</v></c>', "x")
    path = xlsx(tmp_path / "a.xlsx", {"S": body}, formats=["yyyy-mm-dd"])
    assert rows(path, columns={"A": "mixed"})[0]["a"] == "2024-02-29"
    assert faults(path, columns={"b": "date"}) == [(0, "b", "not_a_date", "x")]
    with pytest.raises(ConfigError, match=r"has no column 'c'"):
        rows(path, columns={"c": "date"})


def test_area_and_hidden_rows(tmp_path: Path) -> None:
    """Only cells in the area are read, and hidden rows if they are wanted."""
    body = row("x", "a", "b") + row("x", "1", "2") + '<row hidden="1"><c/><c><v>3</v></c></row>' + row("x", "4", "5")
    path = xlsx(tmp_path / "a.xlsx", {"S": body})
    assert rows(path, range="B1:C3") == [{"a": "1", "b": "2"}, {"a": "3#", "b": None}]
    assert len(rows(path, range="B1:C9", skip_hidden=True)) == 2


def test_too_many_cells_or_columns(tmp_path: Path) -> None:
    """A sheet beyond the limits is refused."""
    with pytest.raises(BadPart, match="max_cells"):
        rows(book(tmp_path), max_cells=5)
    wide = "".join(f"<c><v>{i}</v></c>" for i in range(10_001))
    with pytest.raises(BadPart, match="10,000 columns"):
        rows(xlsx(tmp_path / "b.xlsx", {"S": f"<row>{wide}</row>"}))


def test_an_open_table_has_its_columns(tmp_path: Path) -> None:
    """They are seen without reading on."""
    with open_table(book(tmp_path), SpreadsheetSettings(), "S") as table:
        layout, columns = table.look()
        assert (layout.header, [column.name for column in columns]) == (3, ["No", "Name", "Amount"])
        assert table.count() == 5
