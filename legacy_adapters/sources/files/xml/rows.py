"""Rows as they come out of an engine: cells, origins and faults, not yet cut into pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import FAULTS, Array

pc: Any = pyarrow.compute


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell (column "": a whole row) that cannot be given, by its row, with a reason code and the text."""

    row: int
    column: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows in the file's order."""

    cells: pa.RecordBatch
    origin: Array
    faults: tuple[Fault, ...] = ()

    def __len__(self) -> int:
        return int(self.cells.num_rows)

    def slice(self, start: int, length: int) -> Rows:
        """A part of them."""
        faults = tuple(
            Fault(fault.row - start, fault.column, fault.code, fault.text)
            for fault in self.faults
            if start <= fault.row < start + length
        )
        return Rows(self.cells.slice(start, length), self.origin.slice(start, length), faults)

    def fault_batch(self) -> pa.RecordBatch | None:
        """The faults as a piece has them."""
        if not self.faults:
            return None
        columns: list[Any] = [[getattr(fault, name) for fault in self.faults] for name in FAULTS.names]
        arrays = [pa.array(column, kind) for column, kind in zip(columns, FAULTS.types, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=FAULTS)


def joined(parts: Sequence[Rows], schema: pa.Schema) -> Rows:
    """Several one after the other."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        empty = [pa.array([], field.type) for field in schema]
        return Rows(pa.RecordBatch.from_arrays(empty, schema=schema), pa.array([], pa.string()))
    faults: list[Fault] = []
    before = 0
    for part in parts:
        faults += [Fault(fault.row + before, fault.column, fault.code, fault.text) for fault in part.faults]
        before += len(part)
    origin = pa.concat_arrays([part.origin for part in parts])
    cells = pa.concat_batches([part.cells for part in parts])  # type: ignore[attr-defined]
    return Rows(cells, origin, tuple(faults))


@dataclass(slots=True)
class RowList:
    """Rows that are collected one by one: tuples, which the garbage collector leaves alone."""

    cells: list[tuple[str | None, ...]] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, schema: pa.Schema) -> Rows:
        """All of them as columns; the list is empty afterwards."""
        columns: Iterator[Sequence[str | None]] = (
            zip(*self.cells, strict=True) if self.cells else iter([()] * len(schema))
        )
        cells = pa.RecordBatch.from_arrays([_texts(column) for column in columns], schema=schema)
        rows = Rows(cells, pa.array(self.origins, pa.string()), tuple(self.faults))
        self.cells, self.origins, self.faults = [], [], []
        return rows


def _texts(column: Sequence[str | None]) -> Array:
    """A column of texts; an empty one is none."""
    array: Array = pa.array(column, pa.string())
    shortest = pc.min(pc.binary_length(array)).as_py()
    return pc.if_else(pc.equal(array, ""), None, array) if shortest == 0 else array
