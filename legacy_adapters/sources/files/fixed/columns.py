"""The columns of some records: decoded where they are, null where they are not, with what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.faults import Fault
from legacy_adapters.sources.files.fixed.charset import Charset
from legacy_adapters.sources.files.fixed.distinct import holds
from legacy_adapters.sources.files.fixed.framing.block import Block
from legacy_adapters.sources.files.fixed.kinds.arrow import nothing, taken
from legacy_adapters.sources.files.fixed.kinds.cells import Decoded, Kind, Mask, Words
from legacy_adapters.sources.files.fixed.kinds.text import Text, decode_text
from legacy_adapters.sources.files.fixed.layout import Column, Condition, When
from legacy_adapters.sources.files.fixed.placing import Together


@dataclass(frozen=True, slots=True)
class Source:
    """Where records are read from: a block, its code page, the row of the piece that each of its rows is (−1: none),
    and how many rows the piece has."""

    block: Block
    charset: Charset
    places: Words
    rows: int


def kind_in(page: Charset, kind: Kind) -> Kind:
    """What a field's bytes mean in a block whose code page may be one of its own."""
    return replace(kind, charset=page) if isinstance(kind, Text) and kind.charset is not page else kind


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which records of a group have what, each condition looked at once."""

    source: Source
    columns: Sequence[Column]
    group: Together
    kept: dict[Condition, Mask] = field(default_factory=dict)

    def rows(self, when: When) -> Mask | None:
        """In which of the group's records all of the conditions hold; None for all."""
        found: Mask | None = None
        for condition in when:
            mask = self.kept.get(condition)
            if mask is None:
                mask = self.kept[condition] = self._holds(condition)
            found = mask if found is None else found & mask
        return found

    def _holds(self, condition: Condition) -> Mask:
        at = next(at for column, at in self.group.placed.spans if column == condition.column)
        kind = kind_in(self.source.charset, self.columns[condition.column].kind)
        cells = self.source.block.cells(self.group.rows, at, kind.width, self.source.charset.space)
        return holds(cells, kind, condition.values)


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """Reads one column of the groups of records one after the other."""

    source: Source
    column: Column
    faults: list[Fault]
    parts: list[tuple[Words, Array]] = field(default_factory=list)

    def read(self, group: Together, at: int, there: Mask | None) -> None:
        """The column in a group's records, in which it is at ``at``; only those of the mask have it."""
        rows = group.rows if there is None else group.rows[there]
        if self.column.rest:
            self._add(rows, self._rest(rows, at), at)
            return
        kind = kind_in(self.source.charset, self.column.kind)
        sizes = self.source.block.sizes[rows]
        if len(rows) and int(sizes.min()) < at + kind.width and not isinstance(kind, Text):
            rows = self._whole(rows, sizes, at, kind)
        decoded = kind.decode(self.source.block.cells(rows, at, kind.width, self.source.charset.space))
        self._add(rows, decoded, at)

    def array(self) -> Array:
        """The whole column of the piece: null where no record had it."""
        if len(self.parts) == 1 and len(self.parts[0][0]) == self.source.rows:
            return self.parts[0][1]
        if not self.parts:
            return nothing(self.source.rows, self.column.kind.type)
        places = np.full(self.source.rows, -1, np.int64)
        begin = 0
        for rows, array in self.parts:
            places[self.source.places[rows]] = np.arange(begin, begin + len(array))
            begin += len(array)
        return taken(pa.concat_arrays([array for _, array in self.parts]), places)

    def _add(self, rows: Words, decoded: Decoded, at: int) -> None:
        if len(rows):
            self.parts.append((rows, decoded.values))
        if decoded.bad is not None:
            for row in rows[decoded.bad].tolist():
                record = self.source.block.record(row)[at:]
                cell = record if self.column.rest else record[: self.column.kind.width]
                self._fault(row, decoded.code, cell)

    def _fault(self, row: int, code: str, cell: bytes) -> None:
        shown = kind_in(self.source.charset, self.column.kind).show(cell)
        self.faults.append((int(self.source.places[row]), self.column.name, code, shown))

    def _whole(self, rows: Words, sizes: Words, at: int, kind: Kind) -> Words:
        """The records in which a number is whole: where it is missing it is null, where it is cut it is a fault."""
        for row in rows[(sizes > at) & (sizes < at + kind.width)].tolist():
            self._fault(row, "wrong_length", self.source.block.record(row)[at:])
        return rows[sizes >= at + kind.width]

    def _rest(self, rows: Words, at: int) -> Decoded:
        block, kind = self.source.block, self.column.kind
        sizes = np.maximum(block.sizes[rows] - at, 0)
        ends = np.cumsum(sizes)
        inside = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)
        flat = block.data[np.repeat(block.starts[rows] + at, sizes) + inside]
        low_values = isinstance(kind, Text) and kind.low_values
        return decode_text(flat, sizes, self.source.charset, low_values=low_values)
