"""Which records have their fields at the same places: all of them, or groups of those whose counts are equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from legacy_adapters.sources.files.fixed.distinct import distinct, texts
from legacy_adapters.sources.files.fixed.framing.block import Block
from legacy_adapters.sources.files.fixed.kinds.cells import Words
from legacy_adapters.sources.files.fixed.layout import Layout, OutOfRange, Placed, Wanting

_MOST_KEPT = 4096

Known = tuple[tuple[int, str], ...]
"""Counts in the order in which they were asked for: column and value."""


@dataclass(frozen=True, slots=True)
class Together:
    """Records (by their row in a block) with all fields at the same places."""

    rows: Words
    placed: Placed


@dataclass(frozen=True, slots=True)
class Placements:
    """The places that a layout gives for counts, each worked out once."""

    layout: Layout
    kept: dict[Known, Placed | Wanting | OutOfRange] = field(default_factory=dict)

    def of(self, known: Known) -> Placed | Wanting | OutOfRange:
        """The places for some counts, or the count that is wanted next, or is out of range."""
        found = self.kept.get(known)
        if found is None:
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            found = self.kept[known] = self.layout.place(dict(known))
        return found

    def together(self, block: Block, rows: Words, pad: int) -> tuple[list[Together], Mapping[int, str]]:
        """The records in groups, and those with a count out of range, with what is wrong with it."""
        groups: list[Together] = []
        wrong: dict[int, str] = {}
        waiting: list[tuple[Words, Known]] = [(rows, ())] if len(rows) else []
        while waiting:
            some, known = waiting.pop()
            answer = self.of(known)
            if isinstance(answer, Placed):
                groups.append(Together(some, answer))
            elif isinstance(answer, OutOfRange):
                name = self.layout.columns[answer.column].name
                wrong.update(dict.fromkeys(some.tolist(), f"{name} is {answer.value or 'no count'}"))
            else:
                waiting += self._split(block, some, known, answer, pad)
        return groups, wrong

    def size(self, record: bytes) -> int | None:
        """How long the record is that begins with these bytes; None where a count is out of range."""
        known: Known = ()
        answer = self.of(known)
        while isinstance(answer, Wanting):
            kind = self.layout.columns[answer.column].kind
            cell = record[answer.at : answer.at + kind.width]
            if len(cell) < kind.width:
                # The file ends within what should have been this record.
                return answer.at + kind.width
            (text,) = texts(np.frombuffer(cell, np.uint8).reshape(1, -1), kind)
            known = (*known, (answer.column, text))
            answer = self.of(known)
        return answer.size if isinstance(answer, Placed) else None

    def _split(self, block: Block, rows: Words, known: Known, wanting: Wanting, pad: int) -> list[tuple[Words, Known]]:
        """Some records by what the wanted count is in them."""
        kind = self.layout.columns[wanting.column].kind
        found, places = distinct(block.cells(rows, wanting.at, kind.width, pad), kind)
        order = np.argsort(places, kind="stable")
        ends = np.cumsum(np.bincount(places, minlength=len(found)))
        parts = np.split(rows[order], ends[:-1])
        return [(part, (*known, (wanting.column, text))) for part, text in zip(parts, found, strict=True)]
