"""Sends a stream's statements to PostgreSQL, and hands over what comes back in the columns' own types."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, closing
from typing import Any, Final

import pyarrow as pa

from legacy_adapters.core.batch import BATCH_ROWS, Array
from legacy_adapters.sources.base import Chunk, ahead
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.plan import Relation, Window, build_select, build_value
from legacy_adapters.sources.database.postgresql_copy import CopiedColumn, decoded
from legacy_adapters.sources.database.postgresql_session import PostgresqlSession
from legacy_adapters.sources.database.postgresql_types import PostgresqlColumn, server_value

BLOCK_BYTES: Final = 8 * 1024 * 1024
"""A block of wide rows ends early: it is in memory as text and as columns, and the next one is being read."""


class PostgresqlLane:
    """One stream. ``columns`` are those wanted, ``order`` those it may be ordered by; ``where`` names it in errors."""

    def __init__(
        self,
        session: PostgresqlSession,
        rows: Relation,
        columns: Sequence[PostgresqlColumn],
        order: Sequence[PostgresqlColumn],
        *,
        where: str,
        most_rows: int = BATCH_ROWS,
    ) -> None:
        self._session = session
        self._rows = rows
        self._columns = tuple(columns)
        self._order = {column.name: column for column in order}
        self._where = where
        self._most_rows = most_rows

    def snapshot(self) -> AbstractContextManager[None]:
        """A transaction of one moment."""
        return self._session.snapshot()

    def value(self, expression: str, *conditions: str) -> Value | None:
        """One value over the stream's rows, in the server's own text."""
        both = f"CAST({expression} AS text), CAST(pg_typeof({expression}) AS text)"
        ((text, kind),) = self._session.rows(build_value(self._rows, both, conditions), where=self._where)
        return None if text is None else server_value(str(text), str(kind))

    def fetch(self, window: Window) -> Generator[Chunk, None, None]:
        """The rows of a window, a batch at a time; the next one is read while the last is worked on."""
        with closing(ahead(self._chunks(window))) as chunks:
            yield from chunks

    def _chunks(self, window: Window) -> Generator[Chunk, None, None]:
        wanted = {column.name: i for i, column in enumerate(self._columns) if column.type == column.order_type}
        extra = [self._order[name] for name in window.by if name not in wanted]
        places = wanted | {column.name: len(self._columns) + i for i, column in enumerate(extra)}
        layout = [CopiedColumn(column.name, column.type) for column in self._columns]
        layout += [CopiedColumn(column.name, column.order_type) for column in extra]
        # Without any column COPY sends empty lines, which cannot be told from rows.
        padded = layout or [CopiedColumn("", pa.string())]
        sql = build_select(self._rows, [column.sql for column in (*self._columns, *extra)] or ["''"], window)
        blocks = self._session.copied(sql, self._most_rows, BLOCK_BYTES, where=self._where)
        schema = pa.schema([pa.field(column.name, column.type) for column in self._columns])
        with closing(blocks):
            for block in blocks:
                found = decoded(block, padded)
                rows = _record_batch(found.columns[: len(self._columns)], schema, len(found.columns[0]))
                order = tuple(found.columns[places[name]] for name in window.by)
                yield Chunk(rows, found.faults(schema.names), order)


def _record_batch(columns: Sequence[Array], schema: pa.Schema, rows: int) -> pa.RecordBatch:
    if columns:
        return pa.RecordBatch.from_arrays(list(columns), schema=schema)
    nothing: Any = pa.array([{}] * rows, pa.struct([]))
    return pa.RecordBatch.from_struct_array(nothing)
