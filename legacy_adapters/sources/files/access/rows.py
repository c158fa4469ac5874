"""Rows of a table taken apart with numpy: where each column's cells are, and which are null.

A row has the number of its columns, fixed columns, variable columns, a table of the latters' offsets from its end on,
and a mask with one bit for each column that is not null.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from legacy_adapters.sources.files.access.definition import Column
from legacy_adapters.sources.files.access.jet import Jet

Mask: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.int64]
Cells: TypeAlias = npt.NDArray[np.uint8]

_PADDING = b"\0" * 64


class Rows:
    """Some rows of a table. ``broken``: those that are too short for what they say they hold."""

    def __init__(self, jet: Jet, raw: Sequence[bytes], *, has_variable: bool) -> None:
        self.raw = raw
        self._jet = jet
        self._has_variable = has_variable
        self._data = np.frombuffer(b"".join(raw) + _PADDING, dtype=np.uint8)
        lengths = np.array([len(row) for row in raw], dtype=np.int64)
        self._ends: Places = np.cumsum(lengths)
        self._starts: Places = self._ends - lengths
        self._columns = self._number(self._starts)
        self._mask_size = (self._columns + 7) // 8
        tail = self._mask_size + (2 if jet.wide else 1) * has_variable
        self.broken: Mask = jet.row_start + tail > lengths
        self._tail = np.where(self.broken, self._starts, self._ends - tail)

    def __len__(self) -> int:
        return len(self.raw)

    def present(self, column: Column) -> Mask:
        """Which rows have a cell of this column that is not null; of truth values, which are true."""
        place = self._ends - self._mask_size + column.number // 8
        bit = self._at(place) >> (column.number % 8) & 1
        found: Mask = (column.number < self._columns) & (bit == 1) & ~self.broken
        return found

    def fixed(self, column: Column, size: int) -> tuple[Cells, Mask]:
        """The bytes of a fixed column, a row of the matrix for each, and which are there."""
        begin = self._starts + self._jet.row_start + column.place
        found = self.present(column)
        inside = begin + size <= self._tail
        self.broken |= found & ~inside
        begin = np.where(inside, begin, 0)
        places = np.minimum(begin[:, None] + np.arange(size), len(self._data) - 1)
        return np.ascontiguousarray(self._data[places]), found & inside

    def slices(self, column: Column) -> list[bytes | None]:
        """The bytes of a fixed column whose length its definition states; None where it is null."""
        first = self._jet.row_start + column.place
        there = self.present(column)
        short = there & (self._starts + first + column.length > self._tail)
        self.broken |= short
        found = zip(self.raw, (there & ~short).tolist(), strict=True)
        return [row[first : first + column.length] if is_there else None for row, is_there in found]

    def variable(self, column: Column) -> list[bytes | None]:
        """The bytes of a variable column, None where it is null."""
        begin, end, there = self._extent(column.place)
        found = self.present(column) & there
        right = (begin >= 0) & (begin <= end) & (self._starts + end <= self._tail)
        self.broken |= found & ~right
        rows: Any = zip(self.raw, begin.tolist(), end.tolist(), (found & right).tolist(), strict=True)
        return [row[first:last] if is_there else None for row, first, last, is_there in rows]

    def _extent(self, index: int) -> tuple[Places, Places, Mask]:
        """Where a variable column begins and ends, counted from its row's beginning, and which rows have it."""
        if not self._has_variable:
            nothing = np.zeros(len(self), dtype=np.int64)
            return nothing, nothing, nothing > 0
        if not self._jet.wide:
            return self._extent_jet3(index)
        count = self._at(self._tail) + 256 * self._at(self._tail + 1)
        place = self._tail - 2 - 2 * index
        there = (index < count) & (place - 2 >= self._starts)
        place = np.where(there, place, 2)
        begin = self._at(place) + 256 * self._at(place + 1)
        end = self._at(place - 2) + 256 * self._at(place - 1)
        return begin, end, there

    def _extent_jet3(self, index: int) -> tuple[Places, Places, Mask]:
        begin = np.zeros(len(self), dtype=np.int64)
        end, there = begin.copy(), begin > 0
        for row, offsets in enumerate(self._offsets_jet3):
            if index + 1 < len(offsets):
                begin[row], end[row], there[row] = offsets[index], offsets[index + 1], True
        return begin, end, there

    @cached_property
    def _offsets_jet3(self) -> list[list[int]]:
        sizes = self._mask_size.tolist()
        return [
            [] if broken else offsets_jet3(row, size)
            for row, size, broken in zip(self.raw, sizes, self.broken.tolist(), strict=True)
        ]

    def _number(self, places: Places) -> Places:
        if self._jet.wide:
            return self._at(places) + 256 * self._at(places + 1)
        return self._at(places)

    def _at(self, places: Places) -> Places:
        found: Places = self._data[np.clip(places, 0, len(self._data) - 1)].astype(np.int64)
        return found


def offsets_jet3(row: bytes, mask_size: int) -> list[int]:
    """The offsets of a row's variable columns, and where the last one ends.

    They have one byte; a table of jumps says at which column each next 256 begin, and may have a last entry that means
    nothing.
    """
    last = len(row) - 1 - mask_size
    count = row[last]
    jumps = (len(row) - 1) // 256
    first = last - 1 - jumps
    if (first - count) // 256 < jumps:
        jumps -= 1
    if first - count < 0:
        return []
    found: list[int] = []
    used = 0
    for i in range(count + 1):
        while used < jumps and row[last - 1 - used] == i:
            used += 1
        found.append(row[first - i] + 256 * used)
    return found
