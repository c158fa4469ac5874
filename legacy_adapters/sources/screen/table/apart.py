"""Rows that are no records: by the rules of the recipe, and those that no table means as records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from legacy_adapters.sources.screen.table.grid import Body, Grid
from legacy_adapters.sources.screen.table.header import Columns
from legacy_adapters.sources.screen.table.settings import RowKind, SetApart, TableSettings
from legacy_adapters.sources.screen.table.shown import label_of, text_of, without_nbsp
from legacy_adapters.sources.screen.table.spans import Cell

Why: TypeAlias = tuple[RowKind, str]
"""What a row is, and the rule that says so."""

Apart: TypeAlias = dict[int, Why]
"""By the row of the body, from 0."""

EMPTY = "says that there are no rows"
FOOT = "foot of the table"
AGAIN = "header again"
BLANK = "nothing in it"


def rows_apart(grid: Grid, body: Body, columns: Columns, settings: TableSettings, where: str) -> Apart:
    """The rows of the body that are no records. Raises ``ConfigError`` for a rule of a column that is not there."""
    found: Apart = {}
    for rule in settings.skip:
        for row in _taken(rule, grid, body, columns, where):
            found.setdefault(row, (rule.kind, rule.name))
    for row, why in chain(_blank(body, settings), _foot(grid, body), _headers_again(grid, body)):
        found.setdefault(row, why)
    return found


def _blank(body: Body, settings: TableSettings) -> Iterator[tuple[int, Why]]:
    """Rows that say that there are none, and spacers: no cells, or a single blank one over the whole width."""
    alone = body.over if len(body.rows) > 1 else {row for row, count in enumerate(body.own) if count == 1}
    for row in alone:
        if settings.empty is not None and settings.empty.text in without_nbsp(text_of(body.rows[row][0])):
            yield row, ("other", EMPTY)
    for row, cells in enumerate(body.rows):
        if not cells or (row in body.over and not without_nbsp(text_of(cells[0]))):
            yield row, ("other", BLANK)


def _foot(grid: Grid, body: Body) -> Iterator[tuple[int, Why]]:
    for part, first, end in grid.parts:
        if part == "foot":
            yield from ((row - body.first, ("total", FOOT)) for row in range(max(first, body.first), end))


def _taken(rule: SetApart, grid: Grid, body: Body, columns: Columns, where: str) -> Sequence[int]:
    """The rows to which all that a rule states applies."""
    rows: Sequence[int] = range(len(body.rows))
    if rule.spans_all:
        rows = sorted(body.over)
    if rule.cells is not None:
        rows = [row for row in rows if body.own[row] == rule.cells]
    if rule.css_class is not None:
        classes = grid.classes or ()
        rows = [row for row in rows if classes and rule.css_class in classes[body.first + row].split()]
    if rule.where:
        rows = _where(rule, body, rows, columns, where)
    return rows


def _where(rule: SetApart, body: Body, rows: Sequence[int], columns: Columns, where: str) -> Sequence[int]:
    import polars as pl

    for name, pattern in rule.where.items():
        at = columns.place(name, where)
        texts = [_text(body.rows[row], at) for row in rows]
        matches = pl.Series(texts, dtype=pl.String).str.contains(pattern).to_list()
        rows = [row for row, match in zip(rows, matches, strict=True) if match]
    return rows


def _text(cells: Sequence[Cell], at: int) -> str:
    if at >= len(cells):
        return ""
    return without_nbsp(text_of(cells[at])).encode("utf-8", "replace").decode()


def _headers_again(grid: Grid, body: Body) -> Iterator[tuple[int, Why]]:
    """Rows that repeat a row of the header, as long lists do for every page on paper."""
    headers = {tuple(map(label_of, row)) for row in grid.rows[: body.first] if len(row) > 1}
    firsts = {header[0] for header in headers}
    for row, cells in enumerate(body.rows):
        if cells and label_of(cells[0]) in firsts and tuple(map(label_of, grid.rows[body.first + row])) in headers:
            yield row, ("heading", AGAIN)
