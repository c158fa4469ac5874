"""Puts together the pieces of a table from the rows that are cut out of a file."""

from __future__ import annotations

import codecs
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as arrow_compute

from legacy_adapters.core.batch import FAULTS, WHOLE_ROW, Array
from legacy_adapters.sources.files.delimited.cells import as_text, without_excel_guard
from legacy_adapters.sources.files.delimited.columns import Target, cells_of
from legacy_adapters.sources.files.delimited.cutting import Cut, Cutter, Run
from legacy_adapters.sources.files.delimited.exact import read_row
from legacy_adapters.sources.files.delimited.layout import Layout
from legacy_adapters.sources.files.delimited.position import Position
from legacy_adapters.sources.files.delimited.record_types import IGNORED, RecordCodes
from legacy_adapters.sources.files.delimited.regular import Places
from legacy_adapters.sources.files.delimited.selection import Chosen, Selection
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.delimited.trailer import stated_by
from legacy_adapters.sources.files.delimited.window import Window
from legacy_adapters.sources.files.format import Piece

_arrow: Any = pa
_compute: Any = arrow_compute

_NUMBER = "wrong_field_count"

_SHOWN_BYTES = 1000
"""How much is shown of a row that is too long to be kept."""


@dataclass(slots=True)
class _Gathered:
    """What a piece has so far. Faults are row, column, code, text; ``opened``: row → the line on which its quote
    opened, where that is not its first."""

    columns: list[list[Array]]
    lines: list[Places] = field(default_factory=list)
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)
    opened: dict[int, int] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    seen: int = 0
    ended: tuple[int, int] | None = None
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: its place among the record types (0 where there is one), and all of its columns."""

    number: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """One table of one file: ``columns`` of the table, of which ``target.wanted`` are handed over."""

    settings: DelimitedFormat
    layout: Layout
    where: str
    columns: tuple[str, ...]
    target: Target
    selection: Selection

    @classmethod
    def of(
        cls,
        settings: DelimitedFormat,
        layout: Layout,
        where: str,
        table: Table,
        wanted: Sequence[int],
    ) -> Pieces:
        """The pieces of a table, with the columns ``wanted`` (from 0)."""
        encode = codecs.getencoder(layout.charset.working)
        selection = Selection(
            comments=tuple(encode(one)[0] for one in settings.comment),
            trailer=None if settings.trailer is None else encode(settings.trailer.starts_with)[0],
            header=layout.header if settings.repeated_header else None,
            blank_lines=settings.blank_lines,
            codes=_codes(settings, layout),
            table=table.number,
        )
        target = Target(len(table.columns), tuple(wanted), settings.ragged == "pad")
        return cls(settings, layout, where, table.columns, target, selection)

    def read(self, window: Window, begin: Position, most_rows: int) -> Generator[Piece, None, None]:
        """The pieces from a position on, at which the window opens."""
        while len(window.data) < begin.skip and window.fill(begin.skip):
            pass
        window.drop(begin.skip)
        cutter = Cutter(window, self.layout.signs, begin.shadow)
        line, rows = begin.line, begin.rows
        while (cut := cutter.cut(most_rows)).runs:
            gathered = self._gather(cut, window.data, line, rows)
            rows += gathered.seen
            end, breaks = gathered.ended or (cut.size, cut.breaks)
            offset, skip = window.place(end)
            line += breaks
            cutter.move_on(cut)
            if cut.goes_on:
                offset, skip = window.place(0)
            if gathered.rows or gathered.stated:
                yield self._piece(gathered, Position(offset, skip, line, cutter.shadow, rows))
            if gathered.ended is not None:
                return

    def _gather(self, cut: Cut, data: bytes, line: int, rows: int) -> _Gathered:
        found = _Gathered([[] for _ in self.target.wanted])
        for run in cut.runs:
            chosen = self.selection.of(run, data, rows + found.seen > 0)
            self._take(found, run, data, chosen, line)
            found.seen += chosen.rows_seen
            found.guarded |= run.guarded
            for at in chosen.trailers:
                text = data[int(run.starts[at]) : int(run.ends[at])]
                found.stated |= self._stated(text, line + int(run.breaks[at]), rows + found.seen)
            if chosen.ended is not None:
                found.ended = int(run.starts[chosen.ended]), int(run.breaks[chosen.ended])
                break
        return found

    def _take(self, found: _Gathered, run: Run, data: bytes, chosen: Chosen, line: int) -> None:
        cells = cells_of(run, data, chosen.rows, self.target, self.layout.signs)
        for column, more in zip(found.columns, cells.columns, strict=True):
            column.append(more)
        broken = dict(cells.broken)
        lines = run.breaks[chosen.rows] + line
        unknown = np.searchsorted(chosen.rows, chosen.unknown)
        broken |= {i: "unknown_record_type" for i in unknown.tolist() if broken.get(i, _NUMBER) == _NUMBER}
        for i in sorted(broken):
            at = int(chosen.rows[i])
            self._fault(found, found.rows + i, broken[i], data[int(run.starts[at]) : int(run.ends[at])])
            if run.rows is not None and run.rows[at].opened:
                found.opened[found.rows + i] = int(lines[i]) + run.rows[at].opened
        found.lines.append(lines)
        found.rows += len(lines)

    def _fault(self, found: _Gathered, row: int, code: str, text: bytes) -> None:
        shown = self.layout.charset.show(text if code != "field_too_long" else text[:_SHOWN_BYTES])
        found.faults.append((row, WHOLE_ROW, code, shown + (" …" if code == "field_too_long" else "")))

    def _stated(self, text: bytes, line: int, rows: int) -> Mapping[str, str]:
        """What the trailer on this line says, before which there are so many rows in all."""
        trailer = self.settings.trailer
        row = read_row(text, 0, True, self.layout.signs.for_trailer())
        if trailer is None or row is None:
            return {}
        fields = [self.layout.charset.show(one) for one in row.fields]
        every = rows if self.settings.records is not None else None
        return stated_by(trailer, fields, self.columns, every, f"{self.where}: line {line}")

    def _piece(self, found: _Gathered, position: Position) -> Piece:
        names = [self.columns[i] for i in self.target.wanted]
        columns: list[Array] = []
        nulls = {row for row, column, _, _ in found.faults if column == WHOLE_ROW}
        for name, chunks in zip(names, found.columns, strict=True):
            column, faults = as_text(_joined(chunks), self.layout.charset)
            columns.append(without_excel_guard(column) if self.settings.excel_text and found.guarded else column)
            found.faults += [(row, name, "undecodable", text) for row, text in faults.items() if row not in nulls]
        if self.selection.codes is not None and nulls:
            columns = [_null_at(column, nulls) for column in columns]
        schema = pa.schema([pa.field(name, pa.string()) for name in names])
        rows = pa.RecordBatch.from_arrays(columns, schema=schema)
        return Piece(rows, _origins(found), position.to_text(), _faults(found), found.stated)


def _joined(chunks: list[Array]) -> Array:
    return chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks or [pa.array([], pa.binary())])


def _null_at(column: Array, rows: set[int]) -> Array:
    mask = np.zeros(len(column), bool)
    mask[list(rows)] = True
    nothing: Array = _compute.if_else(pa.array(mask), pa.scalar(None, pa.string()), column)
    return nothing


def _codes(settings: DelimitedFormat, layout: Layout) -> RecordCodes | None:
    if settings.records is None:
        return None
    encode = codecs.getencoder(layout.charset.working)
    tables = {encode(code)[0]: number for number, code in enumerate(settings.records.types)}
    tables |= {encode(code)[0]: IGNORED for code in settings.records.ignore}
    return RecordCodes(layout.signs, settings.records.field - 1, tables)


def _origins(found: _Gathered) -> Array:
    lines = np.concatenate(found.lines) if found.lines else np.empty(0, np.int64)
    origins: Array = _compute.binary_join_element_wise("line ", pa.array(lines).cast(pa.string()), "")
    if not found.opened:
        return origins
    texts = origins.to_pylist()
    for row, line in found.opened.items():
        texts[row] = f"{texts[row]} (a quote opened in line {line})"
    return pa.array(texts, pa.string())


def _faults(found: _Gathered) -> pa.RecordBatch | None:
    if not found.faults:
        return None
    columns = [list(values) for values in zip(*sorted(found.faults, key=lambda fault: fault[:2]), strict=True)]
    arrays = [pa.array(values, field.type) for values, field in zip(columns, FAULTS, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=FAULTS)
