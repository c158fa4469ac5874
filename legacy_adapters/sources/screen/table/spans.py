"""Rows as they lie on the screen: cells that take several rows or columns are laid out as HTML says.

https://html.spec.whatwg.org/multipage/tables.html#forming-a-table
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Cell: TypeAlias = "str | dict[str, Any]"
"""A cell as ``cells.py`` describes it."""

COVERED = ""
"""What stands in the further columns of a cell that takes several: an amount must not be read twice."""

MOST_COLUMNS = 1_000
"""No screen shows more; a page may say of every cell that it takes so many."""


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row with one cell per column; ``own`` is how many cells it has itself, without those that reach into it from
    above, and ``widest`` how many columns the widest of these takes."""

    cells: Sequence[Cell]
    own: int
    widest: int


def laid_out(rows: Sequence[Sequence[Cell]], most: int, *, spread: bool = False) -> list[LaidRow]:
    """The rows of one part of a table. A cell that takes several rows stands in each of them, and none reaches beyond
    the part; with ``spread`` one that takes several columns stands in each of these, too.

    Of each row at most ``most`` columns are laid out.
    """
    reaching: dict[int, tuple[int, Cell]] = {}
    found: list[LaidRow] = []
    for number, row in enumerate(rows):
        if not reaching and set(map(type, row)) == {str}:
            found.append(LaidRow(row, len(row), 1))
            continue
        line: list[Cell] = []
        widest = 0
        for cell in row:
            _fill(line, reaching)
            across, down = span_of(cell)
            down = len(rows) - number if down == 0 else down
            widest = max(widest, across)
            for covered in range(min(across, most - len(line))):
                shown = COVERED if covered and not spread else cell
                if down > 1:
                    reaching[len(line)] = (down, shown)
                line.append(shown)
        _fill(line, reaching)
        reaching = {at: (left - 1, cell) for at, (left, cell) in reaching.items() if left > 1}
        found.append(LaidRow(line, len(row), widest))
    return found


def _fill(line: list[Cell], reaching: dict[int, tuple[int, Cell]]) -> None:
    """Puts in the cells that reach into the row from above, up to the next free column."""
    while len(line) in reaching:
        line.append(reaching[len(line)][1])


def span_of(cell: Cell) -> tuple[int, int]:
    """How many columns and rows a cell takes; 0 rows: all that are left of its part."""
    return (1, 1) if isinstance(cell, str) else (cell.get("colspan", 1), cell.get("rowspan", 1))
