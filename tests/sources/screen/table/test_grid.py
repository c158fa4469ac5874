"""Grids as they are seen."""

from __future__ import annotations

import json

from legacy_adapters.sources.screen.table.grid import Grid, body_of, grid_of, widest
from tests.sources.screen.table.given import cells


def grid(html: str, *, hidden: bool = False) -> Grid:
    text = cells(html)
    return grid_of(json.loads(text), text, hidden=hidden)


HIDDEN = (
    "<thead><tr><th>A<th style='display:none'>id<tbody><tr class=x><td>1<td hidden>17<tr hidden class=y><td>2<td>18"
    "<tr class=z><td>3<td hidden>19<tfoot><tr><td>4"
)


def test_what_is_not_shown_is_left_out() -> None:
    """Hidden rows and cells are gone, and the parts and classes fit what is left."""
    found = grid(HIDDEN)
    assert [len(row) for row in found.rows] == [1, 1, 1, 1]
    assert found.parts == [("head", 0, 1), ("body", 1, 3), ("foot", 3, 4)]
    assert found.classes == ["", "x", "z", ""]
    assert found.head == 1


def test_what_is_not_shown_may_be_kept() -> None:
    """With everything, the rows are as they stand in the page."""
    found = grid(HIDDEN, hidden=True)
    assert [len(row) for row in found.rows] == [2, 2, 2, 2, 1]
    assert found.parts[1] == ("body", 1, 4)


def test_part_that_is_hidden_whole() -> None:
    """A part of which nothing is shown has no rows."""
    assert grid("<thead hidden><tr><th>A<tbody><tr><td>1").head == 0


def test_cells_are_counted() -> None:
    """Rows without spans are taken as they are; one cell in a wide table takes the whole width."""
    body = body_of(grid("<tr><td>A<td>B<tr><td>1<td>2<tr><td>3<tr><td>4<td>5<td>6"), 1, 2)
    assert list(body.own) == [2, 1, 3]
    assert body.over == {1}


def test_spans_do_not_go_over_parts() -> None:
    """A cell over rows ends with its part, and a row with a single cell of its own may be whole."""
    body = body_of(grid("<tbody><tr><td rowspan=9>1<td>a<tr><td>b<tbody><tr><td>2<td>c<tr><td colspan=2>sum"), 0, 2)
    assert [len(row) for row in body.rows] == [2, 2, 2, 2]
    assert list(body.own) == [2, 1, 2, 1]
    assert body.over == {3}


def test_text_that_looks_like_a_span_changes_nothing() -> None:
    """What stands in a cell is not taken for what the page says of cells."""
    found = grid('<tr><td>"rowspan":2,"hidden":1<td>\\"colspan":2')
    assert not found.spans
    assert len(found.rows[0]) == 2


def test_width_without_a_header() -> None:
    """It is that of the widest row, within a limit."""
    assert widest([["a"], [{"text": "x", "colspan": 3}, "b"]]) == 4
    assert widest([[{"text": "x", "colspan": 1_000}] * 9]) == 1_000
    assert widest([]) == 0
