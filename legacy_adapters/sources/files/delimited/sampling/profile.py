"""What the columns of a sample hold: which have a kind of their own, and which rows keep to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from legacy_adapters.sources.files.delimited.sampling.kinds import EMPTY, TYPED, kind_of
from legacy_adapters.sources.files.delimited.sampling.rows import Row

_SHARE = 0.4
"""A column is typed from this share on: headings and rows above and below the table stand among its values."""

_SHARE_OF_FEW = 0.6
_FEW = 4
_FULL = 0.7
"""Rows above the table are often emptier than its own: what is usual is taken from the fuller ones."""


@dataclass(frozen=True, slots=True)
class Profile:
    """For each column the kind of its values (None where they are of no kind of their own), and how many fields a row
    usually has filled."""

    kinds: tuple[str | None, ...]
    filled: int

    @classmethod
    def of(cls, rows: Sequence[Row], width: int) -> Profile:
        """The profile of the rows that have ``width`` fields."""
        regular = [row for row in rows if row.width == width]
        kinds = tuple(_kind([row.cells[column] for row in regular]) for column in range(width))
        filled = sorted(row.filled for row in regular)
        return cls(kinds, filled[int(_FULL * len(filled))] if filled else 0)

    def fits(self, row: Row) -> bool:
        """Whether a row has values of the right kind in the typed columns, and is not nearly empty."""
        if row.filled * 2 < self.filled:
            return False
        right, wrong = self.agreement(row)
        return right > wrong or not any(self.kinds)

    def agreement(self, row: Row) -> tuple[int, int]:
        """In how many typed columns a row has a value of the kind, and in how many another one."""
        right = wrong = 0
        for cell, kind in zip(row.cells, self.kinds, strict=False):
            own = kind_of(cell)
            if kind is not None and own != EMPTY:
                right, wrong = (right + 1, wrong) if own == kind else (right, wrong + 1)
        return right, wrong


def _kind(cells: Sequence[str]) -> str | None:
    counts = Counter(kind_of(cell) for cell in cells)
    counts.pop(EMPTY, None)
    typed = {kind: count for kind, count in counts.items() if kind in TYPED}
    if not typed:
        return None
    kind = max(typed, key=lambda one: typed[one])
    share = _SHARE_OF_FEW if counts.total() < _FEW else _SHARE
    return kind if typed[kind] >= share * counts.total() else None
