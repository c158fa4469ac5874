"""Reads files of fixed records: tables, columns, pieces, and whether a file is whole."""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import BATCH_BYTES, BATCH_ROWS
from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.fixed.characters import Transcribed, transcribed
from legacy_adapters.sources.files.fixed.framing.block import Block, Extent, Framing, Position
from legacy_adapters.sources.files.fixed.kinds.cells import Mask, Words
from legacy_adapters.sources.files.fixed.layout import cell_bytes, schema_of
from legacy_adapters.sources.files.fixed.pieces import PieceMaker
from legacy_adapters.sources.files.fixed.placing import Placements
from legacy_adapters.sources.files.fixed.plan import Plan, plan_of
from legacy_adapters.sources.files.fixed.told_apart import framing_name, framing_of
from legacy_adapters.sources.files.format import Piece

if TYPE_CHECKING:
    from legacy_adapters.sources.files.fixed.settings import FixedFormat

_RAW_BYTES = BATCH_BYTES // 8
"""Raw bytes of a piece: decoded they are a multiple of that."""

RECORDS = "rows"
"""What the only table of a file is called."""


def tables(settings: FixedFormat, path: Path, *, count: bool) -> Sequence[StreamInfo]:
    """See ``Format.tables``."""
    plan = plan_of(settings)
    names = [table.name or RECORDS for table in plan.tables]
    counts = [_count(settings, path, plan, number) if count else None for number in range(len(names))]
    kind = RECORDS if plan.type_field is None else "record type"
    found = [StreamInfo(name, kind, rows) for name, rows in zip(names, counts, strict=True)]
    return sorted(found, key=lambda info: info.name)


def schema(settings: FixedFormat, table: str | None) -> pa.Schema:
    """See ``Format.schema``."""
    plan = plan_of(settings)
    return schema_of(plan.tables[plan.table(table)].layout.columns)


def totals(settings: FixedFormat, table: str | None) -> Sequence[str]:
    """See ``Format.totals``."""
    plan = plan_of(settings)
    names = [column.name for column in plan.tables[plan.table(table)].layout.columns]
    stated = {name for mark in (plan.header, plan.trailer) if mark is not None for name in mark.totals}
    return [name for name in names if name in stated]


def read(  # noqa: PLR0917
    settings: FixedFormat,
    path: Path,
    table: str | None,
    columns: Sequence[str] | None,
    after: str | None,
    most_rows: int,
) -> Generator[Piece, None, None]:
    """See ``Format.read``."""
    plan = plan_of(settings)
    number = plan.table(table)
    yield from _Reading(settings, plan, number, _wanted(plan, number, columns)).pieces(path, after, most_rows)


def is_complete(settings: FixedFormat, path: Path) -> bool:
    """See ``Format.is_complete``."""
    plan = plan_of(settings)
    reading = _Reading(settings, plan, 0, ())
    try:
        with path.open("rb") as file:
            last = deque((block for block, _ in reading.blocks(file, None, BATCH_ROWS)), 1)
    except BadPart:
        return False
    if not last or not len(last[0].starts):
        return plan.trailer is None
    (block,) = last
    return not block.cut and (plan.trailer is None or plan.trailer.matches(block.record(len(block.starts) - 1)))


def _wanted(plan: Plan, table: int, columns: Sequence[str] | None) -> Sequence[int]:
    names = [column.name for column in plan.tables[table].layout.columns]
    if columns is None:
        return range(len(names))
    places = {name: number for number, name in enumerate(names)}
    missing = [name for name in columns if name not in places]
    if missing:
        near = difflib.get_close_matches(missing[0], names, 3, 0.4)
        raise ConfigError(
            f"there is no column {missing[0]}", hint=f"Near it: {', '.join(near) or ', '.join(names[:8])}."
        )
    return [places[name] for name in columns]


def _count(settings: FixedFormat, path: Path, plan: Plan, table: int) -> int:
    pieces = _Reading(settings, plan, table, ()).pieces(path, None, BATCH_ROWS)
    return sum(piece.rows.num_rows for piece in pieces)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One table of one file being read."""

    settings: FixedFormat
    plan: Plan
    table: int
    wanted: Sequence[int]

    def pieces(self, path: Path, after: str | None, most_rows: int) -> Generator[Piece, None, None]:
        """All pieces behind a position."""
        begin = Position.of(after)
        maker = self._maker()
        with path.open("rb") as file:
            for block, last in self.blocks(file, begin, most_rows):
                yield from self._of_block(maker, block, last=last)

    def blocks(self, file: BinaryIO, after: Position | None, most_rows: int) -> Iterator[tuple[Block, bool]]:
        """The blocks of a file, each with whether it is the last one."""
        size = file.seek(0, 2)
        around = self.settings.skip_bytes
        columns = [self.plan.tables[self.table].layout.columns[number] for number in self.wanted]
        most = max(1, min(most_rows, BATCH_BYTES // max(cell_bytes(columns), 1)))
        extent = Extent(around.before, max(size - around.after, around.before), most, _RAW_BYTES)
        held: Block | None = None
        for block in self._framing().blocks(file, extent, after):
            if held is not None:
                yield held, False
            held = block
        if held is not None:
            yield held, True

    def _of_block(self, maker: PieceMaker, block: Block, *, last: bool) -> Iterator[Piece]:
        position = block.after.dump()
        if not self._counts_characters():
            yield self._piece(maker, Transcribed(block, self.plan.charset), position, last=last)
            return
        parts = list(transcribed(block, self.plan.charset))
        for part in parts:
            final = part is parts[-1]
            # From within a block reading cannot go on with the same blocks.
            yield self._piece(maker, part, position if final else None, last=last and final)

    def _piece(self, maker: PieceMaker, part: Transcribed, position: str | None, *, last: bool) -> Piece:
        block = part.block
        marks, stated = self._marks(block, last=last)
        mine: Mask = maker.mine(block, part.charset) & (block.numbers > self.settings.skip) & ~marks
        piece = maker.piece(block, part.charset, np.flatnonzero(mine).astype(np.int64), position)
        return replace(piece, stated=stated)

    def _marks(self, block: Block, *, last: bool) -> tuple[Mask, dict[str, str]]:
        """Which records are the header or the trailer, and what they state."""
        marks: Mask = np.zeros(len(block.starts), np.bool_)
        stated: dict[str, str] = {}
        columns = frozenset(column.name for column in self.plan.tables[self.table].layout.columns)
        first = np.flatnonzero(block.numbers == self.settings.skip + 1)
        ends: Words = np.array([len(block.starts) - 1] if last and len(block.starts) else [], np.int64)
        for mark, rows in ((self.plan.header, first), (self.plan.trailer, ends)):
            for row in rows.tolist():
                record = block.record(row)
                if mark is not None and mark.matches(record):
                    marks[row] = True
                    stated |= mark.stated(record, columns)
        return marks, stated

    def _maker(self) -> PieceMaker:
        layout = self.plan.tables[self.table].layout
        framing = self._framing()
        name = framing_name(self.settings, self.plan)
        # A record length that is stated says that whatever is behind the layout is known, and not wanted.
        known = name == "counted" or (name == "fixed" and self.settings.record_length is not None)
        rest = any(column.rest for column in layout.columns)
        return PieceMaker(
            self.plan,
            self.table,
            self.wanted,
            Placements(layout),
            self.settings.short == "pad",
            known or rest or self.settings.long == "ignore",
            framing.numbers_are,
        )

    def _framing(self) -> Framing:
        return framing_of(self.settings, self.plan)

    def _counts_characters(self) -> bool:
        return self.plan.charset.name == "utf-8" and self._framing().numbers_are == "line"
