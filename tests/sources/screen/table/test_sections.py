"""Rows of tables in HTML."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.table.element_text import parse
from legacy_adapters.sources.screen.table.sections import sections_of, torn_sections_of


def sections(inside: str) -> list[tuple[str, list[list[str]]]]:
    root = parse(f"<table>{inside}</table>")
    assert root is not None
    found = sections_of(next(root.iter("table")))
    return [(part, [[cell.text for cell in row.cells] for row in rows]) for part, rows in found]


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("", []),
        ("<tbody></tbody>", []),
        ("<tr><td>1<tr><td>2", [("body", [["1"], ["2"]])]),
        ("<tr><td>1<tbody><tr><td>2", [("body", [["1"]]), ("body", [["2"]])]),
        (
            "<tfoot><tr><td>3<tbody><tr><td>2</td></tr></tbody><thead><tr><td>1",
            [("head", [["1"]]), ("body", [["2"]]), ("foot", [["3"]])],
        ),
        ("<td>1<td>2<tr><td>3", [("body", [["1", "2"], ["3"]])]),
        ("<form><tr><td>1</form><tr><form><td>2</form><td>3", [("body", [["1"], ["2", "3"]])]),
        ("<tr><td>1<table><tr><td>in</table><td>2", [("body", [["1", "2"]])]),
    ],
)
def test_rows_by_section(inside: str, found: list[tuple[str, list[list[str]]]]) -> None:
    """Head, body and foot in this order; rows are found through what does not belong there, and not in other tables."""
    assert sections(inside) == found


@pytest.mark.parametrize(
    "inside",
    [
        "<tr><td><b>1<i>x<td>2<tr><td>3",
        "<tr><td><b>1<i>x<td><b><i>2<tr><td>3",
        "<tr><td><div>1<td>2<tr><td>3",
        "<tr><td>1<td><ul><li><a>2<tr><td>3",
        "<tr><td>1<td><table><tr><td>in</table><div><div>2<tbody><tr><td>3",
    ],
)
def test_rows_that_stand_in_cells(inside: str) -> None:
    """Where tags are not closed, rows and cells begin where they are written, however deep the parser has put them."""
    root = parse(f"<table>{inside}</table>")
    assert root is not None
    found = [row for _, rows in torn_sections_of(next(root.iter("table"))) for row in rows]
    assert [len(row.cells) for row in found] == [2, 1]


def test_hidden_rows_and_classes() -> None:
    """A row is hidden with its section; its classes are its own and those of its cells, each once."""
    root = parse("<table><tbody hidden><tr class=a><td class=b>1<td class=b>2<tbody><tr><td>3<tr style='display:none'>")
    assert root is not None
    rows = [row for _, section in sections_of(next(root.iter("table"))) for row in section]
    assert [row.hidden for row in rows] == [True, False, True]
    assert [row.classes() for row in rows] == [["a", "b"], [], []]
