"""Cuts the next rows out of a window: runs of regular ones, found all at once, and runs of rows read one by one.

How many rows are cut depends on the file alone, never on how much of it happens to be in the window: as many as were
asked for, fewer where they would have more than ``PIECE_BYTES``, and at least one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from legacy_adapters.core.batch import BATCH_BYTES
from legacy_adapters.core.errors import Defect
from legacy_adapters.sources.files.delimited.exact import Row, read_row
from legacy_adapters.sources.files.delimited.regular import Places, regular_rows
from legacy_adapters.sources.files.delimited.signs import Signs
from legacy_adapters.sources.files.delimited.window import Window

PIECE_BYTES: Final = BATCH_BYTES // 8
"""What the rows of a piece may have in the file: in memory they are in several forms at once."""

_FIRST_READ: Final = 256 * 1024
_MARGIN: Final = 16 * 1024
_MOST_STOPS: Final = 4
"""So many irregular rows in a piece, and the rest of it is read row by row: looking for regular ones costs more."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some rows that follow each other: where each starts and ends in the window's data, where the next one starts, how
    many line breaks of the piece lie before it, and the rows themselves where they were read one by one. ``guarded``:
    a field may be written ``="0012"``. ``exact``: the numbers of regular rows that the exact parser has to read."""

    starts: Places
    ends: Places
    nexts: Places
    breaks: Places
    rows: tuple[Row, ...] | None = None
    guarded: bool = True
    exact: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows of a piece: how many bytes and line breaks they have together, and whether the last one is so long that
    the rest of its line is still to be skipped."""

    runs: tuple[Run, ...]
    size: int
    breaks: int
    goes_on: bool


@dataclass(slots=True)
class Cutter:
    """``shadow``: how many lines from the window's place on may be part of a quoted field that was not closed."""

    window: Window
    signs: Signs
    shadow: int = 0
    _size: int = _FIRST_READ

    def cut(self, most_rows: int) -> Cut:
        """The next rows, up to ``most_rows``; none at the end of the file."""
        piece = _Piece(self.signs, most_rows, self.shadow)
        window = self.window
        while piece.wants_more():
            if piece.at < len(window.data) and piece.take(window.data, window.ended):
                continue
            if not window.fill(max(self._size - len(window.data), len(window.data) // 4, _FIRST_READ)):
                break
        if window.data and not piece.runs:
            raise Defect(f"no row was told in {len(window.data):,} bytes of a delimited file")
        self._size = piece.at + max(_MARGIN, piece.at // 64)
        self.shadow = piece.shadow
        return Cut(tuple(piece.runs), piece.at, piece.breaks, piece.goes_on)

    def move_on(self, cut: Cut) -> None:
        """Moves the window behind the rows that were cut."""
        self.shadow = max(0, self.shadow - cut.breaks)
        self.window.drop(cut.size)
        if cut.goes_on:
            self.window.skip_line()


@dataclass(slots=True)
class _Piece:
    signs: Signs
    most: int
    shadow: int
    at: int = 0
    breaks: int = 0
    goes_on: bool = False
    runs: list[Run] = field(default_factory=list)
    _count: int = 0
    _full: bool = False
    _stops: int = 0

    def wants_more(self) -> bool:
        return not self._full and self._count < self.most

    def take(self, data: bytes, ended: bool) -> bool:
        """Takes rows from ``at`` on, whatever is in ``data`` of them; False if it takes more of the file to tell."""
        if not self.signs.plain or self._stops > _MOST_STOPS:
            return self._take_exact(data, ended, self.most)
        if self.breaks < self.shadow:
            return self._take_exact(data, ended, 1)
        found = regular_rows(data, self.at, ended, self.signs, self.most - self._count)
        count = int(np.searchsorted(found.nexts, PIECE_BYTES, "right"))
        self._full = count < len(found.nexts) and self._count + count > 0
        if count:
            breaks = found.breaks + self.breaks
            starts, ends, nexts = found.starts[:count], found.ends[:count], found.nexts[:count]
            exact = frozenset(found.exact[found.exact < count].tolist())
            run = Run(starts, ends, nexts, breaks[:count], guarded=found.guarded, exact=exact)
            self._add(run, int(breaks[count]))
        elif not self._full and (found.stopped or len(found.nexts) or ended or len(data) - self.at >= _FIRST_READ):
            self._stops += 1
            return self._take_exact(data, ended, 1)
        return count > 0 or self._full

    def _take_exact(self, data: bytes, ended: bool, most: int) -> bool:
        rows: list[Row] = []
        breaks: list[int] = []
        at, passed = self.at, self.breaks
        while len(rows) < min(most, self.most - self._count) and at < len(data) and not self.goes_on:
            row = read_row(data, at, ended, self.signs, in_shadow=passed < self.shadow)
            self._full = row is not None and row.next > PIECE_BYTES and self._count + len(rows) > 0
            if row is None or self._full:
                break
            rows.append(row)
            breaks.append(passed)
            at, passed, self.goes_on = row.next, passed + row.breaks, row.goes_on
            self.shadow = max(self.shadow, breaks[-1] + row.shadow if row.shadow else 0)
        if rows:
            self._full |= self.goes_on
            self._add(_run_of(rows, breaks), passed)
        return bool(rows) or self._full

    def _add(self, run: Run, passed: int) -> None:
        self.runs.append(run)
        self._count += len(run.starts)
        self.at, self.breaks = int(run.nexts[-1]), passed


def _run_of(rows: list[Row], breaks: list[int]) -> Run:
    starts, ends, nexts = (
        np.array([getattr(row, name) for row in rows], np.int64) for name in ("start", "end", "next")
    )
    return Run(starts, ends, nexts, np.array(breaks, np.int64), tuple(rows))
