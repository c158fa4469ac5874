"""Sends a stream's statements to an ODBC driver, and hands over what comes back in the columns' own types."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, closing
from typing import Any, Final

import pyarrow as pa

from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.sources.base import Chunk, ahead, rebatch
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.odbc_cells import Fault, cells_of, faults_of, order_of, value_of
from legacy_adapters.sources.database.odbc_product import POSTGRESQL
from legacy_adapters.sources.database.odbc_session import OdbcSession
from legacy_adapters.sources.database.odbc_types import OdbcColumn
from legacy_adapters.sources.database.plan import Relation, Window, build_select, build_value
from legacy_adapters.sources.database.postgresql_types import server_value

FETCHED_ROWS: Final = 1024
"""Rows that the driver is asked for at once: a row may be wide."""

FETCHED_ROWS_WITH_BYTES: Final = 64
"""The same where a column holds pictures and documents."""


class OdbcLane:
    """One stream. ``columns`` are those wanted, ``order`` those it may be ordered by; ``where`` names it in errors."""

    def __init__(
        self,
        session: OdbcSession,
        rows: Relation,
        columns: Sequence[OdbcColumn],
        order: Sequence[OdbcColumn],
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
        heavy = any(column.python in (bytes, bytearray) for column in columns)
        self._fetched_rows = min(most_rows, FETCHED_ROWS_WITH_BYTES if heavy else FETCHED_ROWS)

    def snapshot(self) -> AbstractContextManager[None]:
        """A transaction."""
        return self._session.snapshot()

    def value(self, expression: str, *conditions: str) -> Value | None:
        """One value over the stream's rows."""
        if self._session.product == POSTGRESQL:
            both = f"CAST({expression} AS text), CAST(pg_typeof({expression}) AS text)"
            ((text, kind),) = self._result(both, conditions)
            return None if text is None else server_value(str(text), str(kind))
        ((cell,),) = self._result(expression, conditions)
        return value_of(cell)

    def fetch(self, window: Window) -> Generator[Chunk, None, None]:
        """The rows of a window, a batch at a time; the next one is read while the last is worked on."""
        with closing(ahead(rebatch(self._chunks(window), self._most_rows))) as chunks:
            yield from chunks

    def _result(self, expression: str, conditions: Sequence[str]) -> list[tuple[Any, ...]]:
        return self._session.result(build_value(self._rows, expression, conditions), where=self._where)[1]

    def _chunks(self, window: Window) -> Generator[Chunk, None, None]:
        wanted = [column.name for column in self._columns]
        layout = (*self._columns, *(self._order[name] for name in window.by if name not in wanted))
        sql = build_select(self._rows, [column.selected for column in layout] or ["1"], window)
        places = {column.name: i for i, column in enumerate(layout)}
        with closing(self._session.fetched(sql, self._fetched_rows, where=self._where)) as pieces:
            for piece in pieces:
                cells = list(zip(*piece, strict=True))
                order = tuple(order_of(self._order[name], cells[places[name]]) for name in window.by)
                yield self._chunk(cells, order, len(piece))

    def _chunk(self, cells: Sequence[Sequence[Any]], order: tuple[pa.Array[Any], ...], rows: int) -> Chunk:
        if not self._columns:
            nothing: Any = pa.array([{}] * rows, pa.struct([]))
            return Chunk(pa.RecordBatch.from_struct_array(nothing), None, order)
        found = [cells_of(column, values) for column, values in zip(self._columns, cells, strict=False)]
        schema = pa.schema([pa.field(column.name, column.type) for column in self._columns])
        faults: list[Fault] = [fault for _, misfits in found for fault in misfits]
        return Chunk(pa.RecordBatch.from_arrays([c for c, _ in found], schema=schema), faults_of(faults), order)
