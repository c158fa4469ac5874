"""Sends a stream's statements to SQLite, and hands over what comes back in the columns' own types."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import AbstractContextManager, closing
from itertools import chain
from typing import Any, Final

import pyarrow as pa

from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.base import Chunk, ahead, rebatch
from legacy_adapters.sources.database.keyset import OrderColumn, Value
from legacy_adapters.sources.database.plan import Relation, Window, build_select, build_value
from legacy_adapters.sources.database.sqlite_columns import CellColumn
from legacy_adapters.sources.database.sqlite_layout import Layout
from legacy_adapters.sources.database.sqlite_reals import INFINITE, plain_real
from legacy_adapters.sources.database.sqlite_session import SqliteSession

FETCHED_ROWS: Final = 1024
"""Rows that the driver fetches at once: a row may be wide."""

FETCHED_SHORT_ROWS: Final = 4096
"""The same where every column is declared to hold short cells; a tenth faster."""

FETCHED_ROWS_WITH_BLOBS: Final = 64
"""The same where a column is declared to hold pictures and documents."""


class SqliteLane:
    """One stream. ``columns`` are those wanted, ``order`` those it may be ordered by."""

    def __init__(
        self,
        session: SqliteSession,
        rows: Relation,
        columns: Sequence[CellColumn],
        order: Sequence[CellColumn],
        most_rows: int = BATCH_ROWS,
    ) -> None:
        self._session = session
        self._rows = rows
        self._columns = tuple(columns)
        self._layout = Layout(tuple({column.name: column for column in (*order, *columns)}.values()))
        self._most_rows = most_rows
        self._fetched_rows = min(most_rows, _fetched_rows(columns))

    def snapshot(self) -> AbstractContextManager[None]:
        """A transaction that reads."""
        return self._session.snapshot()

    def value(self, expression: str, *conditions: str) -> Value | None:
        """One value over the stream's rows. Raises ``ConfigError`` for one that is binary or cannot be decoded."""
        both = f"CAST({expression} AS TEXT) AS found, typeof({expression}) AS kind"
        row = self._session.table(build_value(self._rows, both, conditions))
        kind = row.column("kind")[0].as_py() if row.num_rows else "null"
        if kind == "null":
            return None
        text = None if kind == "blob" else _decoded(row.column("found")[0])
        if text is None:
            raise ConfigError(
                f"{expression} is binary, or a text that is no UTF-8: it cannot be a watermark",
                where=self._session.where,
                hint="Leave such rows out with `where`, or read the stream in full.",
            )
        if kind == "real" and not text.endswith(INFINITE):
            return Value(plain_real(text), number=True)
        return Value(text, number=kind == "integer")

    def fetch(self, window: Window) -> Generator[Chunk, None, None]:
        """The rows of a window, a batch at a time. What the first of them hold decides how the rest is read, never
        what is read."""
        layout, pieces = self._layout, self._select(self._layout, window)
        with closing(pieces):
            head = next(pieces, None)
            if head is None:
                return
            suited = layout.suited(head)
            if suited == layout:
                yield from self._decoded(layout, window, chain([head], pieces))
                return
        with closing(self._select(suited, window)) as pieces:
            yield from self._decoded(suited, window, pieces)

    def _decoded(
        self, layout: Layout, window: Window, pieces: Iterable[pa.RecordBatch]
    ) -> Generator[Chunk, None, None]:
        grouped = rebatch((Chunk(piece) for piece in pieces), self._most_rows)
        with closing(ahead(self._chunk(layout, chunk.rows, window) for chunk in grouped)) as chunks:
            yield from chunks

    def _select(self, layout: Layout, window: Window) -> Generator[pa.RecordBatch, None, None]:
        return self._session.batches(build_select(self._rows, layout.expressions(), window), self._fetched_rows)

    def _chunk(self, layout: Layout, batch: pa.RecordBatch, window: Window) -> Chunk:
        cells = layout.decode(batch)
        order = tuple(cells.columns[name] for name in window.by)
        if not self._columns:
            return Chunk(batch.select([]), None, order)
        schema = pa.schema([pa.field(column.name, column.type) for column in self._columns])
        rows = pa.RecordBatch.from_arrays([cells.columns[name] for name in schema.names], schema=schema)
        return Chunk(rows, cells.faults(schema.names), order)


def _fetched_rows(columns: Sequence[CellColumn]) -> int:
    if any(column.storage == "blob" for column in columns):
        return FETCHED_ROWS_WITH_BLOBS
    short = all(column.short or column.storage == "integer" for column in columns)
    return FETCHED_SHORT_ROWS if short else FETCHED_ROWS


def _decoded(cell: pa.Scalar[Any]) -> str | None:
    try:
        return str(cell.as_py())
    except UnicodeDecodeError:
        return None


def order_column(column: CellColumn, *, exact: bool) -> OrderColumn:
    """A column to order by; ``exact`` where its own collation might take two different texts for the same."""
    return OrderColumn(column.name, f"{column.sql} COLLATE BINARY" if exact else column.sql, sqlite_literal)


def sqlite_literal(value: Value) -> str:
    """A value as SQL that compares exactly."""
    if value.number:
        return repr(float(value.text)) if "." in value.text else value.text
    quoted = ["'" + part.replace("'", "''") + "'" for part in value.text.split("\0")]
    return " || char(0) || ".join(quoted) if len(quoted) > 1 else quoted[0]
