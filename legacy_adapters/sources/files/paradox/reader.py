"""Reads the records of a Paradox table in pieces."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import BATCH_BYTES, Array
from legacy_adapters.sources.files.desktop.code_page import CodePage, Matrix
from legacy_adapters.sources.files.desktop.faults import Faults
from legacy_adapters.sources.files.desktop.long_texts import fetch
from legacy_adapters.sources.files.desktop.record_batches import record_batch
from legacy_adapters.sources.files.format import Piece
from legacy_adapters.sources.files.paradox.blob_file import BlobFile, text_of
from legacy_adapters.sources.files.paradox.blocks import Block, Chain
from legacy_adapters.sources.files.paradox.cells import decode
from legacy_adapters.sources.files.paradox.fields import Field
from legacy_adapters.sources.files.paradox.layout import Layout

pc: Any = pyarrow.compute

_LONG = ("memo", "blob")


@dataclass(frozen=True, slots=True)
class Position:
    """How many records have been read; the block to go on with (0: none is left), how many of its records were read,
    and how many blocks came before it."""

    records: int
    block: int
    within: int = 0
    blocks: int = 0

    @classmethod
    def of(cls, text: str | None, first: int) -> Position:
        """What ``dump`` wrote; the ``first`` block for None."""
        return cls(*map(int, text.split("+"))) if text else cls(0, first)

    def dump(self) -> str:
        """As text."""
        return f"{self.records}+{self.block}+{self.within}+{self.blocks}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read: which columns (None: all), behind which position, how many rows at once."""

    columns: Sequence[str] | None
    after: str | None
    most_rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """The records that are taken of one block, behind the ``skipped`` ones; ``blocks`` came before it."""

    block: Block
    skipped: int
    blocks: int
    records: Matrix

    def behind(self, records: int, taken: int) -> Position:
        """The position behind so many of its records."""
        within = self.skipped + taken
        if within < len(self.block.records):
            return Position(records, self.block.number, within, self.blocks)
        return Position(records, self.block.next, 0, self.blocks + 1)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Records of several blocks: they are read, but perhaps not all delivered."""

    begin: Position
    parts: Sequence[Part]
    records: Matrix

    def position(self, used: int) -> Position:
        """The position behind the first ``used`` records; the end of the table, if there are none."""
        left = used
        for part in self.parts:
            if part.records.shape[0] and left <= len(part.records):
                return part.behind(self.begin.records + used, left)
            left -= len(part.records)
        return Position(self.begin.records, 0)


def read(path: Path, layout: Layout, wanted: Wanted) -> Generator[Piece, None, None]:
    """The rows; the last piece states how many there should be, and may have none."""
    columns = {name: layout.columns[name] for name in (layout.columns if wanted.columns is None else wanted.columns)}
    with ExitStack() as opened:
        chain = Chain(opened.enter_context(path.open("rb")), layout.header, path.name)
        blobs = BlobFile.beside(path) if any(field.kind in _LONG for field in columns.values()) else None
        if blobs is not None:
            opened.callback(blobs.close)
        position = Position.of(wanted.after, layout.header.first)
        if wanted.after is not None and not position.block:
            return
        while True:
            gathered = _gather(chain, position, min(wanted.most_rows, _most(layout)))
            rows, faults = _decoded(gathered, columns, layout.code_page, blobs)
            origin, position = _origins(position.records, rows.num_rows), gathered.position(rows.num_rows)
            if not position.block:
                yield Piece(rows, origin, position.dump(), faults, {"count": str(layout.header.records)})
                return
            yield Piece(rows, origin, position.dump(), faults)


def _most(layout: Layout) -> int:
    """How many records are read at once: their columns are held in several forms until they are cells."""
    return max(1, BATCH_BYTES // 4 // layout.header.record_size)


def _gather(chain: Chain, begin: Position, most_rows: int) -> Gathered:
    """The next records, up to ``most_rows``; fewer only at the end of the table."""
    parts: list[Part] = []
    skipped, left = begin.within, most_rows
    for number, block in enumerate(chain.blocks(begin.block, begin.blocks), begin.blocks):
        parts.append(Part(block, skipped, number, block.records[skipped : skipped + left]))
        left -= len(parts[-1].records)
        skipped = 0
        if not left:
            break
    none = np.zeros((0, chain.header.record_size), np.uint8)
    return Gathered(begin, parts, np.concatenate([none, *(part.records for part in parts)]))


def _decoded(
    gathered: Gathered, columns: Mapping[str, Field], code_page: CodePage, blobs: BlobFile | None
) -> tuple[pa.RecordBatch, pa.RecordBatch | None]:
    """The first of the records as rows: all, unless their long texts are too many for one piece."""
    long = {name: field for name, field in columns.items() if field.kind in _LONG}
    places = [[bytes(cell) for cell in _cells(field, gathered.records)] for field in long.values()]
    count = len(gathered.records)
    used, fetched = fetch(places, count, lambda cell: text_of(cell, blobs)) if long else (count, [])
    texts = dict(zip(long, fetched, strict=True))
    faults = Faults()
    arrays: dict[str, Array] = {}
    for name, field in columns.items():
        if name in texts:
            arrays[name], odd = texts[name].decode(code_page if field.kind == "memo" else None)
        else:
            arrays[name], odd = decode(field, _cells(field, gathered.records[:used]), code_page)
        faults.add(name, odd)
    return record_batch(arrays, used), faults.batch()


def _cells(field: Field, records: Matrix) -> Matrix:
    return np.ascontiguousarray(records[:, field.offset : field.offset + field.length])


def _origins(before: int, count: int) -> Array:
    numbers = pa.array(np.arange(before + 1, before + count + 1)).cast(pa.string())
    return cast("Array", pc.binary_join_element_wise("record", numbers, " "))
