"""What several values have in common, worked out once: Polars does not see by itself that two expressions are one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import replace

import polars as pl

from legacy_adapters.mapping.cell import Cell
from legacy_adapters.values.parsed import Parsed


class Stages:
    """Columns that are worked out before the values: first texts that were cleaned, then what was read from them.

    Only for what cannot fail: where a batch is given up, it is an expression of the user's that is to blame.
    """

    def __init__(self) -> None:
        self._texts: dict[Hashable, pl.Expr] = {}
        self._untrimmed: dict[str, tuple[Hashable, pl.Expr]] = {}
        self._read: dict[Hashable, tuple[pl.Expr, Parsed]] = {}

    def cleaned(self, cell: Cell, clean: Callable[[Cell], Cell], *how: Hashable, trims: bool = False) -> Cell:
        """The cell that ``clean`` makes of a text; ``how`` tells ways of cleaning apart. A cell that is no column
        goes its own way. ``trims``: all that ``clean`` does is to trim."""
        if cell.key is None:
            return clean(cell)
        key = ("text", cell.key, how)
        made = clean(cell)
        name = _name(len(self._texts), "text")
        known = self._texts.setdefault(key, made.value.alias(name)).meta.output_name()
        if trims:
            self._untrimmed[known] = (cell.key, cell.value.alias(known))
        return replace(made, value=pl.col(known), key=key)

    def read(self, cell: Cell, read: Callable[[Cell], Parsed], *how: Hashable) -> Parsed:
        """What ``read`` makes of a cell; ``how`` tells ways of reading apart."""
        if cell.key is None:
            return read(cell)
        key = ("read", cell.key, how)
        if key not in self._read:
            self._read[key] = read(cell).staged(_name(len(self._read), "read"))
        return self._read[key][1]

    def __call__(self, frame: pl.DataFrame, neat: Collection[str] = ()) -> pl.DataFrame:
        """The frame with the columns that are worked out first. ``neat`` columns need no trimming."""
        if self._texts:
            as_they_are = {name: value for name, (column, value) in self._untrimmed.items() if column in neat}
            texts = {text.meta.output_name(): text for text in self._texts.values()}
            frame = frame.with_columns(list((texts | as_they_are).values()))
        if self._read:
            frame = frame.with_columns([expression for expression, _ in self._read.values()])
        return frame


def _name(number: int, what: str) -> str:
    """A name that no column of a source can have."""
    return f"\0{what} {number}"
