"""A grid as it is seen: its rows without those that are not shown, and each row laid out over the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legacy_adapters.sources.screen.table.spans import MOST_COLUMNS, Cell, laid_out, span_of


@dataclass(frozen=True, slots=True)
class Grid:
    """``parts``: kind, first row and the one behind the last; ``classes`` of each row, if any row has some; ``spans``:
    whether any cell may take several rows or columns."""

    rows: Sequence[Sequence[Cell]]
    parts: Sequence[tuple[str, int, int]]
    classes: Sequence[str] | None
    spans: bool

    @property
    def head(self) -> int:
        """How many rows are in a ``thead``."""
        return sum(end - first for part, first, end in self.parts if part == "head")


@dataclass(frozen=True, slots=True)
class Body:
    """The rows below the header, from row ``first`` of the grid, with their cells by column; ``own`` is how many cells
    each has itself, and ``over`` has those in which one cell takes the whole width."""

    first: int
    rows: Sequence[Sequence[Cell]]
    own: Sequence[int]
    over: frozenset[int]


def grid_of(document: Mapping[str, Any], cells: str, *, hidden: bool) -> Grid:
    """The grid of a document whose JSON text is ``cells``; with what is not shown if ``hidden``."""
    rows, classes = document["rows"], document.get("classes")
    # A cell's text cannot look like a key: its quotes are escaped.
    spans = '"colspan":' in cells or '"rowspan":' in cells
    parts: list[tuple[str, int, int]] = []
    first = 0
    for part, count in document["parts"]:
        parts.append((part, first, first + count))
        first += count
    if hidden or '"hidden":' not in cells:
        return Grid(rows, parts, classes, spans)
    unseen = set(document.get("hidden", ()))
    shown = [row for row in range(len(rows)) if row not in unseen]
    before = [0, *(0 for _ in rows)]
    for row in range(len(rows)):
        before[row + 1] = before[row] + (row not in unseen)
    return Grid(
        [[cell for cell in rows[row] if isinstance(cell, str) or "hidden" not in cell] for row in shown],
        [(part, before[first], before[end]) for part, first, end in parts],
        None if classes is None else [classes[row] for row in shown],
        spans,
    )


def body_of(grid: Grid, first: int, width: int) -> Body:
    """What is below the header, which ends before row ``first`` and has ``width`` columns."""
    if not grid.spans:
        rows = grid.rows[first:]
        own = list(map(len, rows))
        alone = [row for row, count in enumerate(own) if count == 1] if width > 1 else []
        return Body(first, rows, own, frozenset(alone))
    laid = [
        row
        for _, begin, end in grid.parts
        # One column more than there are tells a row that is too long.
        for row in laid_out(grid.rows[max(begin, first) : end], width + 1)
    ]
    over = [
        number for number, row in enumerate(laid) if width > 1 and row.own == 1 and row.widest >= len(row.cells) > 0
    ]
    return Body(first, [row.cells for row in laid], [row.own for row in laid], frozenset(over))


def widest(rows: Sequence[Sequence[Cell]]) -> int:
    """How many columns the rows of a grid without a header take, at most ``MOST_COLUMNS``."""
    return min(max((sum(span_of(cell)[0] for cell in row) for row in rows), default=0), MOST_COLUMNS)
