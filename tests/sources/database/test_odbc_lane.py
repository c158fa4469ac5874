"""What is sent to a driver, and how what comes back is told apart."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pyodbc
import pytest

from legacy_adapters.sources.database.keyset import OrderColumn, Value
from legacy_adapters.sources.database.odbc_lane import FETCHED_ROWS_WITH_BYTES, OdbcLane
from legacy_adapters.sources.database.odbc_session import OdbcSession
from legacy_adapters.sources.database.odbc_string import ConnectionString
from legacy_adapters.sources.database.odbc_types import OdbcColumn, column_of
from legacy_adapters.sources.database.plan import Relation, Window
from tests.sources.database.fake_odbc import LEDGER, FakeConnection, fill_ledger

NUMBER, ACCOUNT, AMOUNT, _, CHANGED, PICTURE = (
    column_of(name, f'"{name}"', python, digits, decimals) for name, python, digits, decimals in LEDGER
)


@pytest.fixture
def fake() -> FakeConnection:
    """A ledger of 200 rows."""
    return fill_ledger(FakeConnection(GLTRAN=LEDGER), 200)


def _lane(connection: Any, columns: list[OdbcColumn], order: list[OdbcColumn], most_rows: int = 1000) -> OdbcLane:
    session = OdbcSession(connection, ConnectionString.of("odbc:Driver=Acme"), "Acme")
    return OdbcLane(session, Relation("GLTRAN"), columns, order, where="stream s", most_rows=most_rows)


def _ordered(column: OdbcColumn) -> OrderColumn:
    assert column.order is not None
    return column.order


def test_rows_come_in_order_with_the_columns_to_order_by(fake: FakeConnection) -> None:
    """A column to order by is selected once, whether or not it is wanted."""
    window = Window(
        order=(_ordered(CHANGED), _ordered(NUMBER)), after=(Value("2024-01-31 12:00:00.000198"), Value("594", True))
    )
    (chunk,) = _lane(fake, [AMOUNT, NUMBER], [CHANGED, NUMBER]).fetch(window)
    assert fake.sent[-1].startswith('SELECT "Betrag", "LFD NR", "Geändert"\nFROM GLTRAN\nWHERE')
    assert "{ts '2024-01-31 12:00:00.000198'}" in fake.sent[-1]
    assert fake.sent[-1].endswith('ORDER BY "Geändert", "LFD NR"')
    assert chunk.rows.to_pylist() == [{"Betrag": Decimal("199.19"), "LFD NR": 597}]
    assert [column.to_pylist() for column in chunk.order] == [["2024-01-31 12:00:00.000199"], [597]]


def test_chunks_have_the_size_of_batches(fake: FakeConnection) -> None:
    """Never more rows than stated, and fewer at a time where there are pictures."""
    chunks = list(_lane(fake, [NUMBER], [NUMBER], 90).fetch(Window(order=(_ordered(NUMBER),))))
    assert [chunk.rows.num_rows for chunk in chunks] == [90, 90, 20]
    chunks = list(_lane(fake, [PICTURE], [], 1000).fetch(Window()))
    assert [chunk.rows.num_rows for chunk in chunks] == [200]
    assert _lane(fake, [PICTURE], [])._fetched_rows == FETCHED_ROWS_WITH_BYTES
    assert chunks[0].rows.column(0)[0].as_py() == "00FF"


def test_no_columns_at_all_are_rows(fake: FakeConnection) -> None:
    """A row is counted though nothing of it is wanted."""
    (chunk,) = _lane(fake, [], []).fetch(Window())
    assert (chunk.rows.num_rows, chunk.rows.num_columns) == (200, 0)


def test_faults_come_with_their_rows(fake: FakeConnection) -> None:
    """Rows are counted within the batch."""
    fake.memory.execute("UPDATE GLTRAN SET Betrag = '1.239' WHERE \"LFD NR\" = 9")
    (chunk,) = _lane(fake, [AMOUNT], [NUMBER]).fetch(Window(order=(_ordered(NUMBER),)))
    assert chunk.faults is not None
    assert chunk.faults.to_pylist() == [{"row": 3, "column": "Betrag", "code": "too_many_decimals", "text": "1.239"}]


def test_given_up_early_the_cursor_is_closed(fake: FakeConnection) -> None:
    """Closing the rows closes what they come from."""
    chunks = _lane(fake, [NUMBER], [], 10).fetch(Window())
    next(chunks)
    chunks.close()
    assert fake.closed_cursors == 1


def test_values_are_those_of_the_driver(fake: FakeConnection) -> None:
    """Numbers are numbers, times are text; null is none."""
    lane = _lane(fake, [], [])
    assert lane.value('"LFD NR"', '"LFD NR" > 3', '"LFD NR" < 9') == Value("6", number=True)
    assert lane.value("Geändert", '"LFD NR" = 3') == Value(str(datetime(2024, 1, 31, 12, 0, 0, 1)))
    assert lane.value("NULL", '"LFD NR" = 3') is None


def test_postgresql_is_asked_for_its_own_text(fake: FakeConnection) -> None:
    """Its driver would spoil a date of infinity."""
    fake.infos[pyodbc.SQL_DBMS_NAME] = "PostgreSQL"
    fake.memory.create_function("pg_typeof", 1, lambda value: "numeric")
    assert _lane(fake, [], []).value('MAX("LFD NR")') == Value("597", number=True)
    assert 'CAST(pg_typeof(MAX("LFD NR")) AS text)' in fake.sent[-1]


def test_snapshot_is_the_sessions(fake: FakeConnection) -> None:
    """Everything of a read is in one transaction."""
    with _lane(fake, [NUMBER], []).snapshot():
        assert fake.autocommit is False
