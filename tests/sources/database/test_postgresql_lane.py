"""What is sent, and how what comes back is told apart: columns wanted, columns to order by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pyarrow as pa

from legacy_adapters.sources.base import Chunk
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.plan import Relation, Window
from legacy_adapters.sources.database.postgresql_lane import PostgresqlLane
from legacy_adapters.sources.database.postgresql_types import PostgresqlColumn

ID = PostgresqlColumn("id", '"id"', pa.int64(), "integer")
TIME = PostgresqlColumn("t", '"t"', pa.timestamp("us"), "timestamp without time zone")
AMOUNT = PostgresqlColumn("n", '"n"', pa.decimal128(18, 2), "numeric")


class _Session:
    """Remembers what it was sent, and answers with the same block each time."""

    def __init__(self, *blocks: bytes, answer: tuple[object, ...] = (None, None)) -> None:
        self.sent: list[str] = []
        self.closed = 0
        self._blocks = blocks
        self._answer = answer

    def copied(self, sql: str, most_rows: int, most_bytes: int, *, where: str) -> Iterator[bytes]:
        self.sent.append(sql)
        try:
            yield from self._blocks
        finally:
            self.closed += 1

    def rows(self, sql: str, *, where: str) -> list[tuple[object, ...]]:
        self.sent.append(sql)
        return [self._answer]

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        self.sent.append("BEGIN")
        yield


def _lane(session: _Session, columns: list[PostgresqlColumn], order: list[PostgresqlColumn]) -> PostgresqlLane:
    opened: Any = session
    return PostgresqlLane(opened, Relation('"s"."gl"', "n > 0"), columns, order, where="stream s")


def _only(chunks: Iterator[Chunk]) -> Chunk:
    (chunk,) = chunks
    return chunk


def test_a_column_to_order_by_that_comes_as_its_own_text_is_not_read_twice() -> None:
    """A whole number serves as cell and as key."""
    session = _Session(b"1\t2.50\n")
    chunk = _only(_lane(session, [ID, AMOUNT], [ID]).fetch(Window(order=(ID.order,))))
    assert session.sent == ['SELECT "id", "n"\nFROM "s"."gl"\nWHERE (n > 0\n)\nORDER BY "id"']
    assert chunk.rows.to_pylist() == [{"id": 1, "n": Decimal("2.50")}]
    assert [column.to_pylist() for column in chunk.order] == [[1]]


def test_times_and_decimals_to_order_by_are_read_once_more_as_text() -> None:
    """The position needs every digit that the server has."""
    session = _Session(b"2024-01-31 12:00:00.123456\t2024-01-31 12:00:00.123456\t2.50\n")
    window = Window(order=(TIME.order, AMOUNT.order), after=(Value("2024-01-31 12:00:00"), Value("1", number=True)))
    chunk = _only(_lane(session, [TIME], [TIME, AMOUNT]).fetch(window))
    assert 'SELECT "t", "t", "n"' in session.sent[0]
    assert "\"t\" > CAST('2024-01-31 12:00:00' AS timestamp without time zone)" in session.sent[0]
    assert chunk.rows.schema.names == ["t"]
    assert chunk.order[0].to_pylist() == ["2024-01-31 12:00:00.123456"]
    assert chunk.order[1].to_pylist() == [{"text": "2.50", "number": True}]


def test_no_columns_at_all_are_rows() -> None:
    """A row is counted though nothing of it is wanted."""
    session = _Session(b"\n\n\n")
    chunk = _only(_lane(session, [], []).fetch(Window()))
    assert session.sent[0].startswith("SELECT ''\n")
    assert chunk.rows.num_rows == 3
    assert chunk.rows.num_columns == 0


def test_faults_of_columns_that_are_only_ordered_by_are_not_the_rows() -> None:
    """A cell that nobody asked for cannot be at fault."""
    name = PostgresqlColumn("v", '"v"', pa.string(), "text")
    chunk = _only(_lane(_Session(b"1\t\xfc\n"), [ID], [name]).fetch(Window(order=(name.order,))))
    assert chunk.faults is None
    assert chunk.order[0].to_pylist() == [None]


def test_given_up_early_the_session_is_told() -> None:
    """Closing the rows closes what they come from."""
    session = _Session(b"1\n", b"2\n", b"3\n")
    chunks = _lane(session, [ID], []).fetch(Window())
    next(chunks)
    chunks.close()
    assert session.closed == 1


def test_values_come_as_the_servers_text() -> None:
    """The highest watermark is a number or a text, by what the server calls it."""
    session = _Session(answer=("2.5", "numeric"))
    assert _lane(session, [ID], []).value('MAX("n")', '"n" > 1') == Value("2.5", number=True)
    assert session.sent[0].startswith('SELECT CAST(MAX("n") AS text), CAST(pg_typeof(MAX("n")) AS text)\nFROM')
    assert '("n" > 1)' in session.sent[0]
    assert _lane(_Session(), [ID], []).value('MAX("n")') is None


def test_snapshot_is_the_sessions() -> None:
    """Everything of a read is of one moment."""
    session = _Session()
    with _lane(session, [ID], []).snapshot():
        assert session.sent == ["BEGIN"]
