"""SQLite's cells survive its ODBC driver: what it would spoil is spelt in digits. The service tests use the driver."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.database.odbc_sqlite import (
    OdbcSqliteConnection,
    OdbcSqliteSession,
    _as_text,
    _spelt_out,
    _texts,
)
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream


class _Driver:
    """An ODBC session over memory that spoils what SQLite's driver spoils: texts end at a zero byte."""

    where = "odbc:Driver=SQLite3"

    def __init__(self, *statements: str) -> None:
        self.memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.memory.text_factory = bytes
        for statement in statements:
            self.memory.execute(statement)
        self.sent: list[str] = []

    def take_bytes(self) -> None:
        """It always does."""

    def result(self, sql: str, parameters: Sequence[str] = (), *, where: str = "") -> tuple[list[str], list[Any]]:
        self.sent.append(sql)
        with closing(self.memory.execute(sql, parameters)) as cursor:
            names = [column[0] for column in cursor.description or ()]
            return names, [tuple(map(self._cell, row)) for row in cursor.fetchall()]

    def fetched(self, sql: str, rows: int) -> Iterator[list[Any]]:
        self.sent.append(sql)
        with closing(self.memory.execute(sql)) as cursor:
            while found := cursor.fetchmany(rows):
                yield [tuple(map(self._cell, row)) for row in found]

    @staticmethod
    def _cell(cell: Any) -> Any:
        if cell is None:
            return None
        raw = cell if isinstance(cell, bytes) else str(cell).encode()
        return raw.partition(b"\0")[0].decode("latin-1")


def _connection(driver: Any) -> OdbcSqliteConnection:
    return OdbcSqliteConnection(OdbcSqliteSession(driver), DatabaseSource(url="odbc:Driver=SQLite3"))


def test_a_table_is_read_by_its_key() -> None:
    """Declared types, keys and cells are those of the file, though the driver hands over nothing but text."""
    driver = _Driver(
        'CREATE TABLE "Ä x" (id INTEGER PRIMARY KEY, n NUMERIC(18,2), v TEXT)',
        "INSERT INTO \"Ä x\" VALUES (3000000000, 12.1, 'ÄÖ'), (3000000001, '12,50-', CAST(x'610062' AS TEXT))",
    )
    connection = _connection(driver)
    assert [info.rows for info in connection.streams(count=True)] == [2]
    batch, end = connection.reader("s", DatabaseStream(table="ä X")).read({})
    assert batch.rows.to_pylist() == [
        {"id": 3000000000, "n": {"text": "12.1", "number": True}, "v": "ÄÖ"},
        {"id": 3000000001, "n": {"text": "12,50-", "number": False}, "v": "a\0b"},
    ]
    assert batch.origin.to_pylist() == ["Ä x[id=3000000000]", "Ä x[id=3000000001]"]
    assert end.rows.num_rows == 0
    assert [sql for sql in driver.sent if sql in ("BEGIN", "ROLLBACK")] == ["BEGIN", "ROLLBACK"]


def test_watermarks_have_every_digit() -> None:
    """A real, a whole number and a text, each as it is."""
    driver = _Driver(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, r REAL, i, v)", "INSERT INTO t VALUES (1, 0.1 + 0.2, 7, 'x')"
    )
    connection = _connection(driver)
    for column, upper in [("r", '["0.30000000000000004", true]'), ("i", '["7", true]'), ("v", '["x", false]')]:
        stream = DatabaseStream.model_validate({"table": "t", "incremental": {"column": column}})
        *_, end = connection.reader("s", stream).read({})
        assert end.position is not None
        assert upper in end.position


def test_only_our_own_view_may_be_made() -> None:
    """For a query there is a view in memory for a moment; before and after it nothing can be written."""
    driver = _Driver("CREATE TABLE t (a INTEGER)")
    connection = _connection(driver)
    assert connection.schema("s", DatabaseStream(query="SELECT a FROM t")).names == ["a"]
    writable = [statement for statement in driver.sent if "query_only" in statement or "TEMP VIEW" in statement]
    at = next(i for i, statement in enumerate(writable) if "TEMP VIEW" in statement)
    assert [s.split()[-1] for s in (writable[at - 1], writable[at + 1])] == ["0", "1"]
    assert driver.memory.execute("PRAGMA query_only").fetchone() == (1,)


def test_transactions_within_each_other_are_one() -> None:
    """Begun once, ended once, also where SQLite has ended it already."""
    driver: Any = _Driver("CREATE TABLE t (a INTEGER)")
    session = OdbcSqliteSession(driver)
    with session.snapshot(), session.snapshot():
        assert driver.memory.in_transaction
    assert not driver.memory.in_transaction
    assert driver.sent[-2:] == ["BEGIN", "ROLLBACK"]


_CELLS = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["\0", "a\0", "\0\0b", ""]),
)


@given(_CELLS)
def test_cells_survive_a_driver_that_cuts_at_zero_bytes(cell: Any) -> None:
    """Text is text to the last byte; a real reads back as the same double."""
    driver = _Driver("CREATE TABLE t (c)")
    driver.memory.execute("INSERT INTO t VALUES (?)", [cell])
    ((found,),) = driver.result(f"SELECT {_as_text('c', '%!.20g')} FROM t")[1]
    text = _spelt_out(_texts([found]))[0].as_py()
    if isinstance(cell, float):
        assert float(text) == cell
    else:
        assert text == (None if cell is None else str(cell))


@pytest.mark.parametrize("raw", [b"\xc0\x81", b"\xc0\x810041", b"\xc0\x81\0", b"gr\xfcn"])
def test_bytes_that_look_like_our_own_spelling_are_not_mistaken(raw: bytes) -> None:
    """No byte of a text that is no UTF-8 is lost: it becomes a fault later on."""
    driver = _Driver("CREATE TABLE t (c)")
    driver.memory.execute("INSERT INTO t VALUES (CAST(? AS TEXT))", [raw])
    ((found,),) = driver.result(f"SELECT {_as_text('c', '%!.20g')} FROM t")[1]
    assert _spelt_out(_texts([found])).cast(pa.binary())[0].as_py() == raw
