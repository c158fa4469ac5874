"""SQLite by its ODBC driver, as exactly as by itself: the same batches, positions and faults.

The driver takes every number for a double, cuts texts at a zero byte and drops bytes that are no UTF-8. So every cell
is read as text, by expressions that leave the driver nothing to spoil, and as bytes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import Array
from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.odbc_session import OdbcSession
from legacy_adapters.sources.database.plan import Relation, Window, build_select, build_value
from legacy_adapters.sources.database.settings import DatabaseSource
from legacy_adapters.sources.database.sqlite import SqliteConnection
from legacy_adapters.sources.database.sqlite_columns import CellColumn
from legacy_adapters.sources.database.sqlite_lane import SqliteLane
from legacy_adapters.sources.database.sqlite_layout import Layout
from legacy_adapters.sources.database.sqlite_reals import INFINITE, plain_real
from legacy_adapters.sources.database.sqlite_session import SMALL_RESULT, SqliteSession

pc: Any = pyarrow.compute

_SPELT: Final = b"\xc0\x81"
"""Begins a cell that is written as hexadecimal digits; no text of UTF-8 has these bytes."""

_WHOLE_NUMBERS: Final = frozenset(
    {"cid", "hidden", "ncol", "notnull", "partial", "pk", "read_uncommitted", "seq", "seqno", "unique", "wr"}
)
"""Columns of PRAGMA statements that the driver hands over as text, row by row."""


class OdbcSqliteConnection(SqliteConnection):
    """An open SQLite file, behind ODBC."""

    def __init__(self, session: OdbcSqliteSession, source: DatabaseSource) -> None:
        super().__init__(session, source)
        self._odbc = session

    def _lane(self, rows: Relation, columns: Sequence[CellColumn], order: Sequence[CellColumn]) -> SqliteLane:
        return OdbcSqliteLane(self._odbc, rows, columns, order, self._batch_rows)


class OdbcSqliteSession(SqliteSession):
    """A connection whose statements go by ODBC; their results come as those of SQLite's own session do."""

    def __init__(self, odbc: OdbcSession) -> None:
        self._odbc = odbc
        self._depth = 0
        self.where = odbc.where
        odbc.take_bytes()
        self._set_writable("main", on=False)
        # The first statement that looks into the file: tells whether it is a database at all.
        files = self.table("SELECT file FROM pragma_database_list WHERE name = 'main'").column(0).to_pylist()
        self.path = Path(str(files[0]))

    def table(self, sql: str, parameters: Sequence[str] = ()) -> pa.Table:
        """The result of a statement, whole. What is made in our own memory (a view) may be written."""
        own = sql.startswith(("CREATE TEMP ", "DROP VIEW temp."))
        if own:
            self._set_writable("temp", on=True)
        try:
            names, rows = self._odbc.result(sql, parameters)
        finally:
            if own:
                self._set_writable("temp", on=False)
        columns = zip(*rows, strict=True) if rows else [()] * len(names)
        numbers = _WHOLE_NUMBERS if sql.startswith("PRAGMA ") else frozenset()
        cells = [_numbers(c) if name in numbers else _texts(c) for name, c in zip(names, columns, strict=True)]
        return pa.table(cells, names=names)

    def batches(self, sql: str, rows: int) -> Generator[pa.RecordBatch, None, None]:
        """The result of a query whose columns are all text, ``rows`` at a time."""
        for found in self._odbc.fetched(sql, min(rows, SMALL_RESULT)):
            columns = [_texts(column) for column in zip(*found, strict=True)]
            yield pa.RecordBatch.from_arrays(columns, names=[str(i) for i in range(len(columns))])

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it, all that is read is of one moment.

        The transaction is begun by a statement: in one of its own the driver takes in a whole result at once.
        """
        if not self._depth:
            self._odbc.result("BEGIN")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                # After a grave error SQLite has ended the transaction by itself.
                with suppress(LegacyAdaptersError):
                    self._odbc.result("ROLLBACK")

    def _set_writable(self, what: str, *, on: bool) -> None:
        self._odbc.result(f"PRAGMA query_only = {int(not on)}", (), where=f"{self.where}, {what}")


class OdbcSqliteLane(SqliteLane):
    """One stream, every cell of it as text."""

    def value(self, expression: str, *conditions: str) -> Value | None:
        """One value over the stream's rows."""
        both = f"{_as_text(expression, '%!.20g')} AS found, typeof({expression}) AS kind"
        rows = self._session.table(build_value(self._rows, both, conditions)).to_pylist()
        kind = rows[0]["kind"] if rows else "null"
        if kind not in ("real", "integer"):
            return super().value(expression, *conditions)
        text = str(rows[0]["found"])
        return Value(plain_real(text) if kind == "real" and not text.endswith(INFINITE) else text, number=True)

    def _select(self, layout: Layout, window: Window) -> Generator[pa.RecordBatch, None, None]:
        kinds = layout.expressions()[len(layout.columns) :]
        # Of a long name without an alias the driver hands over what lies behind it in memory.
        named = [f"{sql} AS legacy_adapters_{i}" for i, sql in enumerate([*map(_cell, layout.columns), *kinds])]
        sql = build_select(self._rows, named, window)
        for batch in self._session.batches(sql, self._fetched_rows):
            columns = [_spelt_out(column) for column in batch.columns]
            for i, column in enumerate(layout.columns):
                if column.storage == "integer":
                    columns[i] = pc.cast(columns[i], pa.int64())
            yield pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _cell(column: CellColumn) -> str:
    """The cell as text that the driver cannot spoil; a real with more digits than any double needs."""
    if column.storage == "integer":
        return f"CAST({column.sql} AS TEXT)"
    if column.storage == "blob":
        return f"CASE WHEN {column.is_blob} THEN hex({column.sql}) ELSE {_as_text(column.sql, '%!.17g')} END"
    return _as_text(column.sql, "%!.20g")


def _as_text(sql: str, real: str) -> str:
    """Before its version 3.43 SQLite by itself writes but 15 digits of a real."""
    spelt = f"instr(CAST({sql} AS BLOB), x'00') OR substr(CAST({sql} AS BLOB), 1, 2) = x'{_SPELT.hex()}'"
    return (
        f"CASE typeof({sql}) WHEN 'real' THEN printf('{real}', {sql}) WHEN 'text' THEN CASE WHEN {spelt} "
        f"THEN CAST(x'{_SPELT.hex()}' AS TEXT) || hex({sql}) ELSE CAST({sql} AS TEXT) END "
        f"ELSE CAST({sql} AS TEXT) END"
    )


def _spelt_out(cells: Array) -> Array:
    raw = cells.cast(pa.binary())
    spelt = pc.fill_null(pc.starts_with(raw, _SPELT), False)
    if not pc.any(spelt).as_py():
        return cells
    found = [None if cell is None else _bytes(cell) for cell in raw.to_pylist()]
    return pa.array(found, pa.binary()).view(pa.string())


def _bytes(cell: bytes) -> bytes:
    return bytes.fromhex(cell[len(_SPELT) :].decode("ascii")) if cell.startswith(_SPELT) else cell


def _texts(cells: Sequence[Any]) -> Array:
    """Cells of characters that stand for bytes, as text that may not be UTF-8; whole numbers as they are."""
    if all(isinstance(cell, int) for cell in cells) and cells:
        return pa.array(cells, pa.int64())
    raw = [None if cell is None else str(cell).encode("latin-1") for cell in cells]
    return pa.array(raw, pa.binary()).view(pa.string())


def _numbers(cells: Sequence[Any]) -> Array:
    return pa.array([None if cell is None else int(cell) for cell in cells], pa.int64())
