"""Values as SQL, and single values over a stream."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.plan import Relation
from legacy_adapters.sources.database.sqlite_columns import CellColumn
from legacy_adapters.sources.database.sqlite_lane import (
    FETCHED_ROWS,
    FETCHED_ROWS_WITH_BLOBS,
    FETCHED_SHORT_ROWS,
    SqliteLane,
    sqlite_literal,
)
from legacy_adapters.sources.database.sqlite_reals import plain_real
from legacy_adapters.sources.database.sqlite_session import SqliteSession
from tests.sources.database.sqlite_files import make


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([CellColumn("a", "a", "text", short=True), CellColumn("n", "n", "integer")], FETCHED_SHORT_ROWS),
        ([CellColumn("a", "a", "text", short=True), CellColumn("b", "b", "text")], FETCHED_ROWS),
        ([CellColumn("a", "a", "text", short=True), CellColumn("b", "b", "blob")], FETCHED_ROWS_WITH_BLOBS),
    ],
)
def test_fewer_rows_are_fetched_at_once_where_they_may_be_wide(
    tmp_path: Path, columns: list[CellColumn], expected: int
) -> None:
    """By what the columns are declared to hold, and never more than a batch may have."""
    with SqliteSession.open(make(tmp_path / "a.db", "CREATE TABLE t (a)"), 5) as session:
        for most in (BATCH_ROWS, 10):
            lane = SqliteLane(session, Relation('"t"'), columns, [], most)
            assert lane._fetched_rows == min(expected, most)


def evaluated(value: Value) -> object:
    with closing(sqlite3.connect(":memory:")) as database:
        return database.execute(f"SELECT {sqlite_literal(value)}").fetchone()[0]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_is_written_as_itself(text: str) -> None:
    """Quotes and zero bytes included."""
    assert evaluated(Value(text)) == text


@given(st.integers(-(2**63), 2**63 - 1))
def test_a_whole_number_is_written_as_itself(number: int) -> None:
    """To the last digit."""
    assert evaluated(Value(str(number), number=True)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_real_is_written_as_itself(number: float) -> None:
    """The same double, from its plain text."""
    found = evaluated(Value(plain_real(repr(number)), number=True))
    assert isinstance(found, float)
    assert found == number


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (4711, Value("4711", number=True)),
        (0.1 + 0.2, Value("0.30000000000000004", number=True)),
        (1e20, Value("100000000000000000000.0", number=True)),
        ("4711", Value("4711")),
        ("", Value("")),
        (9e999, Value("Inf")),
        (None, None),
    ],
)
def test_a_value_is_exact_and_knows_its_kind(tmp_path: Path, value: object, expected: Value | None) -> None:
    """It becomes a bound, and part of a position."""
    path = make(tmp_path / "old.db", "CREATE TABLE T (W)", rows=[("INSERT INTO T VALUES (?)", [(value,)])])
    with SqliteSession.open(path, 1) as session:
        lane = SqliteLane(session, Relation('"T"'), [], [])
        assert lane.value("MAX(W)") == expected
        assert lane.value("MAX(W)", "W IS NULL") is None


@pytest.mark.parametrize("sql", ["x'00'", "x''", "CAST(x'fc' AS TEXT)"])
def test_a_value_that_cannot_be_read_is_no_watermark(tmp_path: Path, sql: str) -> None:
    """Binary data, or text in another code page."""
    path = make(tmp_path / "old.db", "CREATE TABLE T (W)", f"INSERT INTO T VALUES ({sql})")
    with SqliteSession.open(path, 1) as session, pytest.raises(ConfigError, match="cannot be a watermark"):
        SqliteLane(session, Relation('"T"'), [], []).value("MAX(W)")
