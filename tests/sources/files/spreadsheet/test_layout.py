"""Where the table stands: areas, header rows, names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.spreadsheet.cell import Cell, Number, is_filled
from legacy_adapters.sources.files.spreadsheet.layout import Area, Layout, column_index, column_letters, layout_of
from legacy_adapters.sources.files.spreadsheet.workbook import Row

N = Number


def found(*rows: Sequence[Cell], stated: int | None = None, area: Area | None = None) -> Layout:
    """The layout of these rows, numbered from 1."""
    return layout_of([(i, list(row)) for i, row in enumerate(rows, 1)], area or Area(), stated)


@given(st.integers(0, 16383))
def test_letters_of_columns(index: int) -> None:
    """A to XFD and back."""
    assert column_index(column_letters(index)) == index


def test_some_letters() -> None:
    """Z is followed by AA."""
    assert [column_letters(i) for i in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("B3:F200", (3, 200, 1, 5)),
        ("$B$3:$F$200", (3, 200, 1, 5)),
        ("B:F", (1, 1048576, 1, 5)),
        ("b3:f", (3, 1048576, 1, 5)),
    ],
)
def test_areas(text: str, area: tuple[int, int, int, int]) -> None:
    """As they are written in a sheet, with or without an end."""
    read = Area.of(text)
    assert (read.first_row, read.last_row, read.first_column, read.last_column) == area


@pytest.mark.parametrize("text", ["", "B3", "F3:B9", "B9:F3", "3:9", "ABCD1:B2"])
def test_what_is_no_area(text: str) -> None:
    """It is refused with the text."""
    with pytest.raises(ValueError, match=r"area|ends"):
        Area.of(text)


def test_cells_of_an_area() -> None:
    """Columns outside are cut off on both sides."""
    assert Area.of("B1:C9").cells_of(Row(1, ["a", "b", "c", "d"])) == ["b", "c"]
    assert Area.of("B1:C9").cells_of(Row(1, ["a"])) == []


def test_header_on_top() -> None:
    """Words on top, values below."""
    assert found(["id", "name"], [N("1"), "x"]) == Layout(1, ("id", "name"), (0, 1))


def test_title_above_the_header() -> None:
    """A title, an empty line and pairs of words are narrower than the table."""
    layout = found(
        ["CRONUS Ltd."], ["Printed", "2024-01-01"], ["No.", "Name", "City", "Amount"], ["1", "a", "b", N("2")]
    )
    assert layout == Layout(3, ("No.", "Name", "City", "Amount"), (0, 1, 2, 3))


def test_preamble_of_several_columns() -> None:
    """What is clearly narrower than the table is above its header, and a header may lack some names."""
    assert found(["a", "b", "c", "d"], ["1", "2", "3", "4", "5", "6"], list("uvwxyz")).header == 2
    assert found(["a", "b", "c", "d", None, "f"], list("uvwxyz")).header == 1
    assert found(["id", "name", None, "name", None], [N("1"), "x", N("1"), N("2"), N("3")]).header == 1


def test_no_header() -> None:
    """A table that begins with values has the letters of its columns."""
    assert found([N("1"), date(2024, 1, 1)], [N("2"), date(2024, 1, 2)]) == Layout(0, ("A", "B"), (0, 1))


def test_years_may_be_names() -> None:
    """A header of words may have numbers in it."""
    assert found(["Account", "Name", N("2024")], [N("1"), "a", N("2")]).names == ("Account", "Name", "2024")


def test_blank_and_repeated_names() -> None:
    """A column without a name has its letters, a repeated name a number, and an empty column is none."""
    layout = found(["x", None, "x", None, "x_2", "x"], ["1", "2", "3", None, "4", "5"])
    assert layout == Layout(1, ("x", "B", "x_2", "x_2_2", "x_3"), (0, 1, 2, 4, 5))


def test_stated_header() -> None:
    """What is stated is not looked for; 0 is none."""
    rows: list[list[Cell]] = [["a", "b"], ["c", "d"], ["e", "f"]]
    assert found(*rows, stated=2) == Layout(2, ("c", "d"), (0, 1))
    assert found(*rows, stated=0) == Layout(0, ("A", "B"), (0, 1))
    assert found(*rows, stated=9) == Layout(9, (), ())


def test_letters_within_an_area() -> None:
    """They are the sheet's own."""
    assert found([N("1"), N("2")], area=Area.of("C1:D9")).names == ("C", "D")


def test_nothing() -> None:
    """An empty sheet has no columns."""
    assert found() == Layout(0, (), ())


@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=3), st.just(N("1"))), max_size=5), max_size=6))
def test_names_are_unique_and_not_empty(rows: list[list[Cell]]) -> None:
    """Whatever stands in the sheet, and every filled cell below the header has a column."""
    layout = found(*rows)
    assert all(layout.names)
    assert len(set(layout.names)) == len(layout.names) == len(layout.places)
    for row in rows[layout.header :]:
        assert all(i in layout.places for i, cell in enumerate(row) if is_filled(cell))
