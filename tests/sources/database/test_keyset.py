"""Positions, and the condition for the rows behind one."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sources.database.keyset import OrderColumn, Position, Value, behind

VALUES = st.builds(Value, st.text(), st.booleans())


def column(name: str) -> OrderColumn:
    return OrderColumn(name, name, lambda value: value.text)


def test_one_column_is_simply_greater() -> None:
    """Nothing is expanded where there is nothing to expand."""
    assert behind([column("a")], [Value("1")]) == "a > 1"


def test_several_columns_are_expanded_without_row_values() -> None:
    """The first part lets an index be used, the rest is exact."""
    sql = behind([column("a"), column("b")], [Value("1"), Value("2")])
    assert sql == "a >= 1 AND (a > 1 OR (a = 1 AND (b > 2)))"


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), min_size=1, unique=True), st.data())
def test_the_condition_is_the_order_of_tuples(rows: list[tuple[int, int, int]], data: st.DataObject) -> None:
    """What a database finds behind a row is what sorts behind it."""
    last = data.draw(st.sampled_from(rows))
    sql = behind([column(name) for name in "abc"], [Value(str(part)) for part in last])
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE t (a, b, c)")
        database.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        found = database.execute(f"SELECT * FROM t WHERE {sql} ORDER BY a, b, c").fetchall()
    assert found == sorted(row for row in rows if row > last)


@given(
    st.builds(
        Position,
        by=st.lists(st.text()).map(tuple),
        after=st.lists(VALUES).map(tuple),
        nulls=st.booleans(),
        lower=st.none() | VALUES,
        upper=st.none() | VALUES,
        end=st.booleans(),
    )
)
def test_a_position_survives_as_text(position: Position) -> None:
    """What was written is read back, whatever the key holds."""
    assert Position.of(position.to_text()) == position


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"after": [["1"]]}', '{"after": 1}', '{"upper": 3}'])
def test_what_is_no_position_is_said_to_be_none(text: str) -> None:
    """A damaged ledger, or one of another kind of source, is an error in words."""
    with pytest.raises(StateMismatch, match="saved position") as caught:
        Position.of(text)
    assert "--full" in caught.value.hint


def test_numbers_and_texts_are_shown_differently() -> None:
    """SQLite may hold 1 and '1' in one key: the ids of their batches differ."""
    assert Value("1", number=True).shown == "1"
    assert Value("1").shown == '"1"'
