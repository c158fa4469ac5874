"""Reads the records of a DBF in pieces."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import BATCH_BYTES, WHOLE_ROW, Array
from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.dbf.cells import Decoded, cells_of, decode
from legacy_adapters.sources.files.dbf.companions import memo_path
from legacy_adapters.sources.files.dbf.layout import DELETED, Column, Layout
from legacy_adapters.sources.files.dbf.memo_file import MemoFile
from legacy_adapters.sources.files.dbf.memos import pointers_of, text_at
from legacy_adapters.sources.files.dbf.records import Extent, Marks, extent_of, marks_of, read_records
from legacy_adapters.sources.files.desktop.code_page import Matrix, only
from legacy_adapters.sources.files.desktop.faults import Fault, Faults, Rows
from legacy_adapters.sources.files.desktop.long_texts import Fetched, fetch
from legacy_adapters.sources.files.desktop.record_batches import record_batch
from legacy_adapters.sources.files.format import Piece

if TYPE_CHECKING:
    from legacy_adapters.sources.files.dbf.settings import DbfFormat

pc: Any = pyarrow.compute


@dataclass(frozen=True, slots=True)
class Position:
    """How many records have been read, and how many of them were passed over as deleted."""

    records: int = 0
    passed: int = 0

    @classmethod
    def of(cls, text: str | None) -> Position:
        """What ``dump`` wrote; the beginning for None."""
        return cls(*map(int, text.split("+"))) if text else cls()

    def dump(self) -> str:
        """As text."""
        return f"{self.records}+{self.passed}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read: which columns (None: all), behind which position, how many rows at once."""

    columns: Sequence[str] | None
    after: str | None
    most_rows: int


def read(path: Path, layout: Layout, settings: DbfFormat, wanted: Wanted) -> Generator[Piece, None, None]:
    """The rows; the last piece states how many there should be, and may have none."""
    extent = extent_of(path, layout.header, settings.record_count)
    with ExitStack() as opened:
        file = opened.enter_context(path.open("rb"))
        columns = _columns(layout, settings, wanted.columns)
        table = _Table(file, layout, settings, columns, _memos(path, layout, columns, opened))
        position = Position.of(wanted.after)
        while position.records < extent.records:
            piece, position = table.piece(position, extent, wanted.most_rows)
            last = position.records >= extent.records
            if piece.rows.num_rows or last:
                yield piece
        if wanted.after is None and not extent.records:
            yield table.nothing()


def count_rows(path: Path, layout: Layout, settings: DbfFormat) -> int:
    """How many rows ``read`` gives."""
    header = layout.header
    extent = extent_of(path, header, settings.record_count)
    if settings.deleted == "keep":
        return extent.records
    step, deleted = _step(header.length), 0
    with path.open("rb") as file:
        for first in range(0, extent.whole, step):
            deleted += int(marks_of(read_records(file, header, first, min(step, extent.whole - first))).deleted.sum())
        return extent.records - deleted - (extent.cut and _cut(file, layout, extent.whole).startswith(b"*"))


@dataclass(frozen=True, slots=True)
class _Table:
    """An open table: the wanted columns (None in ``columns``: the mark of deletion), and its memos."""

    file: BinaryIO
    layout: Layout
    settings: DbfFormat
    columns: Mapping[str, Column | None]
    memos: MemoFile | None

    def piece(self, after: Position, extent: Extent, most_rows: int) -> tuple[Piece, Position]:
        """The next records, and the position behind them."""
        if after.records == extent.whole:
            return self._cut_record(after, extent)
        header = self.layout.header
        most = min(_step(header.length), most_rows, extent.whole - after.records)
        records = read_records(self.file, header, after.records, most)
        if len(records) < most:
            raise BadPart("became shorter while it was read", where=f"record {after.records + len(records) + 1}")
        marks = marks_of(records)
        kept = np.arange(most) if self.settings.deleted == "keep" else np.flatnonzero(~marks.deleted)
        fetched, used = self._fetch(records[kept])
        if used < len(kept):
            most, kept = int(kept[used]), kept[:used]
        position = Position(after.records + most, after.passed + most - len(kept))
        piece = self._decoded(records[kept], Marks(marks.deleted[kept], marks.broken[kept]), fetched)
        origin = _origins(kept + after.records + 1)
        return Piece(piece[0], origin, position.dump(), piece[1], self._stated(position, extent)), position

    def nothing(self) -> Piece:
        """A piece without rows, for a table that has none."""
        none: Array = pa.array([], pa.string())
        rows = record_batch({name: _nothing(0, self._type(name)) for name in self.columns}, 0)
        return Piece(rows, none, Position().dump(), stated=self._stated(Position(), Extent(0, cut=False)))

    def _fetch(self, records: Matrix) -> tuple[dict[str, Fetched], int]:
        """The long texts of some records, and of how many of them: they may be too large for one piece."""
        wanted = [column for column in self.columns.values() if column is not None and column.kind.startswith("memo")]
        pointers = [pointers_of(cells_of(column, records)) for column in wanted]
        used, fetched = fetch(pointers, len(records), self._text) if wanted else (len(records), [])
        return {column.name: found for column, found in zip(wanted, fetched, strict=True)}, used

    def _text(self, pointer: int | None) -> bytes | None:
        """The text that a pointer leads to. Raises ``TextLost``."""
        if self.memos is None and self.settings.memo_file == "optional":
            return None
        return text_at(pointer, self.memos)

    def _decoded(
        self, records: Matrix, marks: Marks, fetched: Mapping[str, Fetched]
    ) -> tuple[pa.RecordBatch, pa.RecordBatch | None]:
        faults = Faults()
        broken = np.flatnonzero(marks.broken).tolist()
        faults.add(WHOLE_ROW, (Fault(row, "malformed", self._shown(records[row].tobytes())) for row in broken))
        arrays: dict[str, Array] = {}
        for name, column in self.columns.items():
            array, odd = self._column(column, records, marks, fetched)
            arrays[name] = only(array, ~marks.broken)
            faults.add(name, odd)
        return record_batch(arrays, len(records)), faults.batch(frozenset(broken))

    def _column(self, column: Column | None, records: Matrix, marks: Marks, fetched: Mapping[str, Fetched]) -> Decoded:
        if column is None:
            return pa.array(marks.deleted), []
        if column.name in fetched:
            return fetched[column.name].decode(self.layout.code_page if column.kind == "memo" else None)
        return decode(column, records, self.layout)

    def _cut_record(self, after: Position, extent: Extent) -> tuple[Piece, Position]:
        """The last record, of which the file has only a part: a fault."""
        text = _cut(self.file, self.layout, extent.whole)
        kept = 0 if text.startswith(b"*") and self.settings.deleted == "skip" else 1
        position = Position(extent.records, after.passed + 1 - kept)
        faults = Faults()
        faults.add(WHOLE_ROW, [Fault(0, "wrong_length", self._shown(text))] * kept)
        rows = record_batch({name: _nothing(kept, self._type(name)) for name in self.columns}, kept)
        origin = _origins(np.full(kept, extent.records))
        return Piece(rows, origin, position.dump(), faults.batch(), self._stated(position, extent)), position

    def _stated(self, position: Position, extent: Extent) -> dict[str, str]:
        if self.settings.record_count == "file" or position.records < extent.records:
            return {}
        return {"count": str(self.layout.header.records - position.passed)}

    def _type(self, name: str) -> pa.DataType:
        column = self.columns[name]
        return pa.bool_() if column is None else column.type

    def _shown(self, record: bytes) -> str:
        return self.layout.code_page.shown(record)


def _nothing(count: int, kind: Any) -> Array:
    return cast("Array", pa.nulls(count, kind))


def _columns(layout: Layout, settings: DbfFormat, names: Sequence[str] | None) -> dict[str, Column | None]:
    there: dict[str, Column | None] = {column.name: column for column in layout.columns}
    if settings.deleted == "keep":
        there[DELETED] = None
    return there if names is None else {name: there[name] for name in names}


def _memos(path: Path, layout: Layout, columns: Mapping[str, Column | None], opened: ExitStack) -> MemoFile | None:
    """The memo file, if a column has its texts there, and if there is one."""
    wanted = any(column is not None and column.kind.startswith("memo") for column in columns.values())
    found = memo_path(path) if wanted else None
    if found is None:
        return None
    memos = MemoFile.open(found, layout.header.version.memos)
    opened.callback(memos.close)
    return memos


def _origins(records: Rows) -> Array:
    found: Array = pc.binary_join_element_wise("record", pa.array(records).cast(pa.string()), " ")
    return found


def _step(length: int) -> int:
    """How many records are read at once: their columns are held in several forms until they are cells."""
    return max(1, BATCH_BYTES // 4 // length)


def _cut(file: BinaryIO, layout: Layout, whole: int) -> bytes:
    file.seek(layout.header.start + whole * layout.header.length)
    return file.read(layout.header.length)
