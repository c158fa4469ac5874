"""Reads reports: blocks of lines, what each line is, rows with the values of their groups, and comparing of sums."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import BATCH_BYTES, BATCH_ROWS, WHOLE_ROW, Array
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.faults import Fault, as_faults
from legacy_adapters.sources.files.fixed.charset import Charset, charset
from legacy_adapters.sources.files.fixed.framing.block import Block, Extent, Position
from legacy_adapters.sources.files.fixed.framing.lines import Lines
from legacy_adapters.sources.files.fixed.kinds.text import decode_text
from legacy_adapters.sources.files.format import Piece
from legacy_adapters.sources.files.report.classify import LineKind, classified
from legacy_adapters.sources.files.report.printed import PrintedLine, printed
from legacy_adapters.sources.files.report.state import State
from legacy_adapters.sources.files.report.sums import Sums

if TYPE_CHECKING:
    from legacy_adapters.sources.files.report.settings import ReportFormat

TABLE = "rows"
_RAW_BYTES = BATCH_BYTES // 16
_END_BYTES = 16 * 1024


def tables(settings: ReportFormat, path: Path, *, count: bool) -> Sequence[StreamInfo]:
    """See ``Format.tables``."""
    rows = sum(piece.rows.num_rows for piece in read(settings, path, None, [], None, BATCH_ROWS)) if count else None
    return [StreamInfo(TABLE, "report", rows)]


def schema(settings: ReportFormat, table: str | None) -> pa.Schema:
    """See ``Format.schema``."""
    if table not in {None, TABLE}:
        raise ConfigError(f"there is no table {table} in a report", hint=f"Its only one is called {TABLE}.")
    return pa.schema([pa.field(name, pa.string()) for name in settings.columns])


def read(  # noqa: PLR0917
    settings: ReportFormat,
    path: Path,
    table: str | None,
    columns: Sequence[str] | None,
    after: str | None,
    most_rows: int,
) -> Generator[Piece, None, None]:
    """See ``Format.read``."""
    names = schema(settings, table).names
    wanted = names if columns is None else list(columns)
    missing = [name for name in wanted if name not in names]
    if missing:
        raise ConfigError(f"there is no column {missing[0]}", hint=f"There is {', '.join(names)}.")
    reading = _Reading(settings, charset(settings.encoding), wanted, max(most_rows, 2))
    with path.open("rb") as file:
        state = State.of(after)
        while (found := reading.next(file, state)) is not None:
            piece, state = found
            yield piece


def is_complete(settings: ReportFormat, path: Path) -> bool:
    """See ``Format.is_complete``."""
    last = [one.match for one in settings.sums if one.of == "report"]
    if not last:
        return True
    with path.open("rb") as file:
        file.seek(max(file.seek(0, 2) - _END_BYTES, 0))
        end = file.read().decode(charset(settings.encoding).name, "replace")
    lines = pl.Series(end.replace("\f", "\n").splitlines(), dtype=pl.String).str.slice(int(settings.control == "asa"))
    return any(bool(lines.str.contains(pattern).any()) for pattern in last)


@dataclass(frozen=True, slots=True)
class _Reading:
    settings: ReportFormat
    page: Charset
    wanted: Sequence[str]
    most: int

    def next(self, file: BinaryIO, state: State) -> tuple[Piece, State] | None:
        """The rows of the next block behind a state, and the state behind them; None at the end."""
        size = file.seek(0, 2)
        blocks = self._lines().blocks(file, Extent(0, size, self.most, _RAW_BYTES), state.position)
        block = next(blocks, None)
        if block is None:
            return None
        if self.settings.control == "asa" and block.after.offset < size:
            block = _without_last(block, self.page.encode("+"))
        lines = list(self._printed(block))
        frame, page = self._frame(lines, state.page)
        found = classified(self.settings, frame, state.groups)
        sums = Sums.of(self.settings, state.sums)
        stated = sums.add(found.lines)
        after = State(block.after, found.groups, page, sums.running)
        return replace(self._piece(found.lines, lines, after), stated=stated), after

    def _lines(self) -> Lines:
        return Lines(self.page.line_ends, self.page.name == "utf-8")

    def _printed(self, block: Block) -> Iterator[PrintedLine]:
        short = block.sizes <= self.settings.line_bytes
        sizes = np.where(short, block.sizes, 0)
        inside = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        decoded = decode_text(block.data[np.repeat(block.starts, sizes) + inside], sizes, self.page)
        texts = decoded.values.to_pylist()
        lines: list[tuple[int, str | None, str]] = []
        for row, (number, text) in enumerate(zip(block.numbers.tolist(), texts, strict=True)):
            if number > self.settings.skip_lines:
                good = text is not None and bool(short[row])
                lines.append((number, text if good else None, "" if good else self.page.show(block.record(row))))
        return printed(lines, asa=self.settings.control == "asa")

    def _frame(self, lines: Sequence[PrintedLine], page: int) -> tuple[pl.DataFrame, int]:
        """The lines with their numbers on their pages, and the first line of the last page."""
        of_page = []
        for line in lines:
            page = line.number if line.new_page else page
            of_page.append(line.number - page + 1)
        columns = {
            "number": pl.Series([line.number for line in lines], dtype=pl.Int64),
            "text": pl.Series([line.text for line in lines], dtype=pl.String),
            "of_page": pl.Series(of_page, dtype=pl.Int64),
        }
        return pl.DataFrame(columns), page

    def _piece(self, lines: pl.DataFrame, printed_lines: Sequence[PrintedLine], after: State) -> Piece:
        kept = lines.with_row_index("at").filter(pl.col("kind").is_in([LineKind.DETAIL, LineKind.UNKNOWN]))
        unknown = kept["kind"] == LineKind.UNKNOWN
        faults: list[Fault] = []
        for row in unknown.arg_true().to_list():
            line = printed_lines[kept["at"][row]]
            faults.append((row, WHOLE_ROW, line.fault or "malformed", line.raw if line.text is None else line.text))
        known = pl.when(pl.col("kind") == LineKind.DETAIL)
        cells = kept.select([known.then(pl.col(name)).alias(name) for name in self.wanted])
        arrays = [_text(cells[name]) for name in self.wanted]
        rows = pa.RecordBatch.from_arrays(arrays, names=list(self.wanted)) if arrays else _nothing(kept.height)
        origin = _text(kept.select("line " + pl.col("number").cast(pl.String))["literal"])
        return Piece(rows, origin, after.dump(), as_faults(faults))


def _without_last(block: Block, over: bytes) -> Block:
    """The block without its last line, which the next one may be printed over, and without what is over that one."""
    keep = len(block.starts) - 1
    while keep > 0 and block.record(keep)[:1] == over:
        keep -= 1
    if keep == 0:
        return block
    offset = block.after.offset - (len(block.data) - int(block.starts[keep]))
    position = Position(offset, int(block.numbers[keep]) - 1)
    return replace(
        block, starts=block.starts[:keep], sizes=block.sizes[:keep], numbers=block.numbers[:keep], after=position
    )


def _text(column: pl.Series) -> Array:
    found: Any = column.to_arrow()
    text: Array = found.cast(pa.string())
    return text


def _nothing(rows: int) -> pa.RecordBatch:
    empty: Any = pa.array([{}] * rows, pa.struct([]))
    return pa.RecordBatch.from_struct_array(empty)
