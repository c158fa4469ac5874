"""Columns of text from columns of cells: all cells of one at once, and what cannot be text as faults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from legacy_adapters.core.batch import WHOLE_ROW, Array
from legacy_adapters.sources.files.faults import Fault, valid
from legacy_adapters.sources.screen.table.settings import Extra
from legacy_adapters.sources.screen.table.shown import extra_of, text_of
from legacy_adapters.sources.screen.table.spans import Cell

WRONG_COUNT = "wrong_field_count"
"""The fault of a row that has not as many cells as the table has columns."""

_UNDECODABLE = "undecodable"
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Texts:
    """Turns cells into columns, and gathers their faults.

    ``base`` is what links are relative to. ``nbsp``: there may be no-break spaces, and they are to become blanks.
    ``lost``: there may be characters that stand for bytes without a meaning. Both are looked for once in the whole.
    """

    base: str = ""
    nbsp: bool = False
    lost: bool = False
    faults: list[Fault] = field(default_factory=list)

    def column(self, name: str, cells: Sequence[Cell | None]) -> Array:
        """The texts of a column. One that is no whole text (half a character, a byte without a meaning) is null, and a
        fault."""
        try:
            found: Array = pa.array(cells, pa.string())
        except (pa.ArrowTypeError, pa.ArrowInvalid, UnicodeEncodeError):
            found = self._valid(name, cells, text_of)
        if self.lost:
            found = self._without_lost(name, found)
        if self.nbsp:
            found = pc.utf8_trim(pc.replace_substring(found, "\xa0", " "), " \n")
        return found

    def extra(self, name: str, cells: Sequence[Cell | None], extra: Extra) -> Array:
        """What is taken from the cells of a column besides their text."""
        found = self._valid(name, cells, lambda cell: extra_of(cell, extra, self.base))
        return self._without_lost(name, found) if self.lost else found

    def row(self, number: int, cells: Sequence[Cell]) -> None:
        """Notes a row that has not as many cells as there are columns."""
        shown = " | ".join(map(text_of, cells))
        self.faults.append((number, WHOLE_ROW, WRONG_COUNT, valid(shown)))

    def _valid(self, name: str, cells: Sequence[Cell | None], show: Callable[[Cell], str | None]) -> Array:
        texts = [None if cell is None else show(cell) for cell in cells]
        try:
            return pa.array(texts, pa.string())
        except UnicodeEncodeError:
            return pa.array([self._whole(row, name, text) for row, text in enumerate(texts)], pa.string())

    def _whole(self, row: int, name: str, text: str | None) -> str | None:
        if text is None or (shown := valid(text)) == text:
            return text
        self.faults.append((row, name, _UNDECODABLE, shown))
        return None

    def _without_lost(self, name: str, found: Array) -> Array:
        texts: list[str | None] = found.to_pylist()
        for row, text in enumerate(texts):
            if text is not None and _LOST in text:
                self.faults.append((row, name, _UNDECODABLE, text))
                texts[row] = None
        return pa.array(texts, pa.string())
