"""Reads one table of a file: parts of it by whichever engine can, cut into pieces."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from legacy_adapters.core.batch import BATCH_BYTES
from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.base import ahead
from legacy_adapters.sources.files.format import Piece
from legacy_adapters.sources.files.xml.chunks import CHUNK_BYTES, Chunk, chunks_of
from legacy_adapters.sources.files.xml.engine import Engine, Frame, Plan
from legacy_adapters.sources.files.xml.fast import FastLane, Parsed, fast_lane
from legacy_adapters.sources.files.xml.frame import Start, find_start
from legacy_adapters.sources.files.xml.parsing import blocks_of, slices
from legacy_adapters.sources.files.xml.planning import check_end, columns_of, plan_of
from legacy_adapters.sources.files.xml.rows import Rows, joined
from legacy_adapters.sources.files.xml.settings import XmlFormat
from legacy_adapters.sources.files.xml.shape import Shape

MOST_LINES = 60_000
"""libxml2 counts the lines of elements up to 65,535: parts are not longer than this where it reads them."""


def schema_of(settings: XmlFormat, path: Path, table: str | None) -> pa.Schema:
    """The columns of a table."""
    return plan_of(settings, path, table).plan.layout.schema


def read(  # noqa: PLR0917
    settings: XmlFormat, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
) -> Generator[Piece, None, None]:
    """The rows of a table behind the position ``after``. See ``Format.read``."""
    planned = plan_of(settings, path, table)
    wanted = columns_of(planned.plan.layout, columns)
    reading = Reading(planned.plan, planned.shape, most_rows)
    with closing(reading.pieces(Place.of(after))) as pieces:
        for piece in pieces:
            yield replace(piece, rows=piece.rows.select(wanted))


@dataclass(frozen=True, slots=True)
class Place:
    """How far a file was read: the byte a part begins at, its line, the records before it, and the rows of the part
    that were read already. Byte 0 is the beginning of the whole."""

    offset: int = 0
    line: int = 1
    records: int = 0
    rows: int = 0

    @classmethod
    def of(cls, text: str | None) -> Place:
        """What ``dump`` wrote."""
        return cls(*json.loads(text)) if text else cls()

    def dump(self) -> str:
        """As text, for the ledger."""
        return json.dumps([self.offset, self.line, self.records, self.rows])


class Reading:
    """One reading of one table of a file."""

    def __init__(self, plan: Plan, shape: Shape | None, most_rows: int) -> None:
        self._plan, self._shape, self._most_rows = plan, shape, most_rows
        self._records = 0

    def pieces(self, place: Place) -> Generator[Piece, None, None]:
        """The pieces from a place on, the last with what the file states."""
        start = None if self._plan.whole else find_start(self._plan)
        if start is None:
            yield from self._rest(place, None)
        elif place.offset == 0:
            yield from self._parts(Place(start.offset, start.frame.line, 0, 0), start)
        else:
            yield from self._parts(place, start)

    def _parts(self, place: Place, start: Start) -> Generator[Piece, None, None]:
        lane = fast_lane(self._plan, start, self._shape) if self._shape is not None else None
        self._records = place.records
        chunks = chunks_of(self._plan.path, start.tag, place.offset, place.line)
        with closing(ahead(_parsed(chunks, lane))) as parts:
            for chunk, parsed in parts:
                skip = place.rows if chunk.offset == place.offset else 0
                begin = Place(chunk.offset, chunk.line, self._records, skip)
                rows = None if chunk.data is None else self._part(chunk, parsed, start, lane)
                if rows is None:
                    yield from self._rest(begin, start)
                    return
                yield from self._cut(rows, begin, Place(*_behind(chunk), self._records, 0))

    def _part(self, chunk: Chunk, parsed: Parsed | None, start: Start, lane: FastLane | None) -> Rows | None:
        """The rows of a part; None where it is no whole by itself."""
        if lane is not None and parsed is not None:
            rows = lane.read(parsed, chunk.line, self._records)
            if rows is not None:
                self._records += len(rows)
                return rows
        return self._by_engine(chunk, start)

    def _by_engine(self, chunk: Chunk, start: Start) -> Rows | None:
        found: list[Rows] = []
        records = self._records
        for part in chunk.within(start.tag, MOST_LINES):
            engine = Engine(self._plan, replace(start.frame, line=part.line, records=records), part=True)
            try:
                found += engine.run(slices(part.data or b""), start.suffix)
            except BadPart:
                # What is wrong with it, if anything, is told where the rest is read as one.
                return None
            records = engine.records
        self._records = records
        return joined(found, self._plan.layout.schema)

    def _rest(self, begin: Place, start: Start | None) -> Generator[Piece, None, None]:
        """Everything from a place on as one."""
        frame: Frame | None = None
        if start is not None:
            frame = replace(start.frame, line=begin.line, records=begin.records)
        engine = Engine(self._plan, frame)
        place = begin
        for rows in self._gather(engine.run(blocks_of(self._plan.path, begin.offset)), begin.rows):
            place = replace(place, rows=place.rows + len(rows))
            yield self._piece(rows, place)
        check_end(self._plan, engine.records, engine.stated)
        if engine.stated:
            nothing = joined([], self._plan.layout.schema)
            yield replace(self._piece(nothing, place), stated=engine.stated)

    def _gather(self, found: Iterator[Rows], skip: int) -> Iterator[Rows]:
        """The same rows in as many as a piece may have, without the first ``skip``."""
        waiting: list[Rows] = []
        count = size = 0
        for rows in found:
            if skip >= len(rows):
                skip -= len(rows)
                continue
            rest = rows.slice(skip, len(rows) - skip)
            skip = 0
            while count + len(rest) >= self._most_rows:
                taken = self._most_rows - count
                yield joined([*waiting, rest.slice(0, taken)], self._plan.layout.schema)
                waiting, count, size = [], 0, 0
                rest = rest.slice(taken, len(rest) - taken)
            if len(rest):
                waiting, count, size = [*waiting, rest], count + len(rest), size + rest.cells.nbytes
            if size >= BATCH_BYTES // 2:
                yield joined(waiting, self._plan.layout.schema)
                waiting, count, size = [], 0, 0
        if waiting:
            yield joined(waiting, self._plan.layout.schema)

    def _cut(self, rows: Rows, begin: Place, end: Place) -> Iterator[Piece]:
        """Pieces of a part that begins at ``begin``, whose last goes on at ``end``."""
        for first in range(begin.rows, len(rows), self._most_rows):
            piece = rows.slice(first, min(self._most_rows, len(rows) - first))
            read = first + len(piece)
            yield self._piece(piece, replace(begin, rows=read) if read < len(rows) else end)

    @staticmethod
    def _piece(rows: Rows, place: Place) -> Piece:
        return Piece(rows.cells, rows.origin, place.dump(), rows.fault_batch())


def _parsed(chunks: Iterator[Chunk], lane: FastLane | None) -> Generator[tuple[Chunk, Parsed | None], None, None]:
    """The parts, and what the fast lane takes from each: done by a thread ahead of the one that accounts for it."""
    for chunk in chunks:
        fits = lane is not None and chunk.data is not None and len(chunk.data) <= CHUNK_BYTES
        yield chunk, lane.parse(chunk) if lane is not None and fits else None


def _behind(chunk: Chunk) -> tuple[int, int]:
    return chunk.offset + len(chunk.data or b""), chunk.line + chunk.lines
