"""From a block of records to a piece: which are rows, whether their lengths are right, and what their fields hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import WHOLE_ROW, Array
from legacy_adapters.sources.files.faults import Fault, as_faults
from legacy_adapters.sources.files.fixed.charset import Charset
from legacy_adapters.sources.files.fixed.columns import ColumnReader, Conditions, Source, kind_in
from legacy_adapters.sources.files.fixed.distinct import distinct
from legacy_adapters.sources.files.fixed.framing.block import Block
from legacy_adapters.sources.files.fixed.kinds.cells import Mask, Words
from legacy_adapters.sources.files.fixed.layout import Layout, schema_of
from legacy_adapters.sources.files.fixed.placing import Placements, Together
from legacy_adapters.sources.files.fixed.plan import Plan
from legacy_adapters.sources.files.format import Piece

pc: Any = pyarrow.compute

_UNKNOWN = -2


@dataclass(frozen=True, slots=True)
class PieceMaker:
    """Makes the pieces of one table. ``wanted`` are the columns to read by their number, in the order asked for."""

    plan: Plan
    table: int
    wanted: Sequence[int]
    placements: Placements
    pads: bool
    ignores_rest: bool
    number_name: str

    @property
    def layout(self) -> Layout:
        """The layout of the table's records."""
        return self.plan.tables[self.table].layout

    def piece(self, block: Block, page: Charset, rows: Words, position: str | None) -> Piece:
        """The records ``rows`` of a block, which is in the code page ``page``, as a piece."""
        places = np.full(len(block.starts), -1, np.int64)
        places[rows] = np.arange(len(rows))
        here = Source(block, page, places, len(rows))
        faults: list[Fault] = []
        good = self._uncut(here, self._known(here, rows, faults), faults)
        readers = [ColumnReader(here, self.layout.columns[number], faults) for number in self.wanted]
        for group in self._placed(here, good, faults):
            self._read(here, group, readers, faults)
        schema = schema_of([self.layout.columns[number] for number in self.wanted])
        arrays = [reader.array() for reader in readers]
        batch = pa.RecordBatch.from_arrays(arrays, schema=schema) if arrays else _nothing(len(rows))
        return Piece(batch, self._origin(block.numbers[rows]), position, as_faults(faults))

    def mine(self, block: Block, page: Charset) -> Mask:
        """Which records of a block are rows of the table; those of an unknown kind are rows of every table."""
        kinds = self._kinds(block, page)
        found: Mask = (kinds == self.table) | (kinds == _UNKNOWN)
        return found

    def _kinds(self, block: Block, page: Charset) -> Words:
        rows = np.arange(len(block.starts), dtype=np.int64)
        field = self.plan.type_field
        if field is None:
            return np.zeros(len(rows), np.int64)
        kind = kind_in(page, field.kind)
        codes, places = distinct(block.cells(rows, field.at, kind.width, page.space), kind)
        known = [field.tables.get(code, _UNKNOWN) for code in codes]
        return np.array(known, np.int64)[places]

    def _known(self, here: Source, rows: Words, faults: list[Fault]) -> Words:
        if self.plan.type_field is None:
            return rows
        kinds = self._kinds(here.block, here.charset)[rows]
        return self._without(here, rows, kinds == _UNKNOWN, "unknown_record_type", faults)

    def _uncut(self, here: Source, rows: Words, faults: list[Fault]) -> Words:
        """Without the record that the file ends in."""
        if not here.block.cut:
            return rows
        return self._without(here, rows, rows == len(here.block.starts) - 1, "wrong_length", faults)

    def _without(self, here: Source, rows: Words, bad: Mask, code: str, faults: list[Fault]) -> Words:
        faults += [
            (int(here.places[row]), WHOLE_ROW, code, here.charset.show(here.block.record(row)))
            for row in rows[bad].tolist()
        ]
        return rows[~bad]

    def _placed(self, here: Source, rows: Words, faults: list[Fault]) -> Sequence[Together]:
        groups, wrong = self.placements.together(here.block, rows, here.charset.space)
        faults += [
            (int(here.places[row]), WHOLE_ROW, "malformed", here.charset.show(here.block.record(row)))
            for row in sorted(wrong)
        ]
        return groups

    def _read(self, here: Source, group: Together, readers: Sequence[ColumnReader], faults: list[Fault]) -> None:
        conditions = Conditions(here, self.layout.columns, group)
        right = self._right_length(here, group, conditions, faults)
        if len(right) < len(group.rows):
            group = Together(right, group.placed)
            conditions = Conditions(here, self.layout.columns, group)
        spans = dict(group.placed.spans)
        for reader, number in zip(readers, self.wanted, strict=True):
            at = spans.get(number)
            if at is not None and len(group.rows):
                reader.read(group, at, conditions.rows(reader.column.when))

    def _right_length(self, here: Source, group: Together, conditions: Conditions, faults: list[Fault]) -> Words:
        sizes = here.block.sizes[group.rows]
        whole = group.placed.size
        bad: Mask = np.zeros(len(sizes), np.bool_)
        if len(sizes) and int(sizes.min()) < whole and not self.pads:
            bad |= sizes < self._needed(group, conditions)
        if len(sizes) and int(sizes.max()) > whole and not self.ignores_rest:
            bad[sizes > whole] |= self._filled_behind(here, group.rows[sizes > whole], whole)
        return self._without(here, group.rows, bad, "wrong_length", faults) if bad.any() else group.rows

    def _needed(self, group: Together, conditions: Conditions) -> Words:
        """How long each record must be for all that is there in it."""
        needed = np.zeros(len(group.rows), np.int64)
        for when, end in group.placed.ends.items():
            there = conditions.rows(when)
            needed = np.maximum(needed, end if there is None else np.where(there, end, 0))
        return needed

    def _filled_behind(self, here: Source, rows: Words, whole: int) -> Mask:
        """In which records something else than blanks and NULs is behind the last field."""
        blank = bytes([here.charset.space, 0])
        found: Mask = np.array([bool(here.block.record(row)[whole:].strip(blank)) for row in rows.tolist()], np.bool_)
        return found

    def _origin(self, numbers: Words) -> Array:
        found: Array = pc.binary_join_element_wise(self.number_name, pa.array(numbers).cast(pa.string()), " ")
        return found


def _nothing(rows: int) -> pa.RecordBatch:
    """Rows without a column."""
    empty: Any = pa.array([{}] * rows, pa.struct([]))
    return pa.RecordBatch.from_struct_array(empty)
