"""Cells over several rows and columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.table.shown import text_of
from legacy_adapters.sources.screen.table.spans import Cell, laid_out


def cell(text: str, across: int = 1, down: int = 1) -> Cell:
    return {"text": text, "colspan": across, "rowspan": down}


def texts(rows: list[list[Cell]], most: int = 9, *, spread: bool = False) -> list[list[str]]:
    return [[text_of(one) for one in row.cells] for row in laid_out(rows, most, spread=spread)]


def test_cell_over_rows_stands_in_each() -> None:
    """The rows below have the value as if it were written there."""
    assert texts([[cell("1", down=2), "a"], ["b"], ["2", "c"]]) == [["1", "a"], ["1", "b"], ["2", "c"]]


def test_cells_over_rows_in_several_columns() -> None:
    """The row's own cells fill the gaps between those that reach into it."""
    rows: list[list[Cell]] = [[cell("1", down=3), "a", cell("x", down=2)], ["b"], ["c", "y"]]
    assert texts(rows) == [["1", "a", "x"], ["1", "b", "x"], ["1", "c", "y"]]


def test_cell_over_columns_is_read_once() -> None:
    """An amount under two columns must not become two amounts."""
    assert texts([[cell("5", across=2), "a"]]) == [["5", "", "a"]]
    assert texts([[cell("5", across=2), "a"]], spread=True) == [["5", "5", "a"]]


def test_cell_over_rows_ends_with_its_part() -> None:
    """A cell that wants more rows than there are, or all that are left, ends with the last."""
    assert texts([[cell("1", down=9), "a"], ["b"]]) == [["1", "a"], ["1", "b"]]
    assert texts([[cell("1", down=0), "a"], ["b"], ["c"]]) == [["1", "a"], ["1", "b"], ["1", "c"]]


def test_own_cells_are_counted() -> None:
    """How many cells a row has itself, and how wide the widest is, is known."""
    found = laid_out([[cell("1", down=2), "a"], ["b"], [cell("sum", across=2)], []], 9)
    assert [(row.own, row.widest) for row in found] == [(2, 1), (1, 1), (1, 2), (0, 0)]


def test_width_is_limited() -> None:
    """A page that says of every cell that it is a thousand columns wide does not fill the memory."""
    assert [len(row.cells) for row in laid_out([[cell("x", across=1_000)] * 1_000] * 3, 5)] == [5, 5, 5]


@given(st.lists(st.lists(st.text("ab", max_size=2), min_size=2, max_size=2), min_size=1, max_size=12), st.data())
def test_merged_cells_come_back(rows: list[list[str]], data: st.DataObject) -> None:
    """Runs of equal values in the first column, merged as a report would, are laid out to what they were."""
    merged: list[list[Cell]] = []
    begin = 0
    while begin < len(rows):
        end = begin + 1
        while end < len(rows) and rows[end][0] == rows[begin][0] and data.draw(st.booleans()):
            end += 1
        merged.append([cell(rows[begin][0], down=end - begin), rows[begin][1]])
        merged += [[row[1]] for row in rows[begin + 1 : end]]
        begin = end
    assert texts(merged) == rows


@given(
    st.lists(
        st.lists(st.builds(cell, st.just("x"), st.integers(1, 4), st.integers(0, 4)), max_size=4),
        min_size=1,
        max_size=6,
    )
)
def test_any_spans_end(rows: list[list[Cell]]) -> None:
    """Whatever a page says, there are as many rows as it has, none wider than allowed, and no cell of a row is lost
    before that."""
    found = laid_out(rows, 6)
    assert len(found) == len(rows)
    assert all(len(line.cells) >= min(len(row), 6) for line, row in zip(found, rows, strict=True))
