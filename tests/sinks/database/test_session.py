"""A session through SQLAlchemy: transactions, savepoints, errors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.schema import CreateTable

from legacy_adapters.core.errors import Defect
from legacy_adapters.sinks.database.errors import RowRefused
from legacy_adapters.sinks.database.session import AlchemySession
from legacy_adapters.sinks.database.settings import DatabaseSink
from legacy_adapters.sinks.database.sqlite import SqliteFamily

TABLE = Table("t", MetaData(), Column("n", Integer, primary_key=True))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[AlchemySession]:
    """One with a table."""
    session = AlchemySession(SqliteFamily(DatabaseSink(url="sqlite:///x.db"), tmp_path))
    session.define(CreateTable(TABLE))
    session.commit()
    yield session
    session.close()


def numbers(session: AlchemySession) -> list[int]:
    return [row[0] for row in session.rows(select(TABLE.c.n).order_by(TABLE.c.n))]


def test_what_is_rolled_back_had_not_been(session: AlchemySession) -> None:
    """Also what creates a table."""
    session.execute(insert(TABLE).values(n=1))
    session.define(CreateTable(Table("u", MetaData(), Column("n", Integer))))
    session.rollback()
    assert numbers(session) == []
    assert session.columns(Table("u", MetaData())) is None


def test_a_savepoint_undoes_its_own_part(session: AlchemySession) -> None:
    """What came before it in the transaction stays."""
    session.execute(insert(TABLE).values(n=1))
    twice = [insert(TABLE).values(n=2), insert(TABLE).values(n=1)]
    with pytest.raises(RowRefused), session.savepoint():
        session.execute(*twice)
    session.commit()
    assert numbers(session) == [1]


def test_columns_are_as_they_are_there(session: AlchemySession) -> None:
    """With their types, and whether they may be null; None where there is no table."""
    found = session.columns(TABLE)
    assert found is not None
    assert [(column.name, isinstance(column.type, Integer)) for column in found] == [("n", True)]
    assert session.columns(Table("nowhere", MetaData())) is None


def test_an_error_that_nobody_foresaw_is_a_defect(session: AlchemySession) -> None:
    """With the database and its words."""
    with pytest.raises(Defect, match="no such column") as caught:
        session.execute(text("SELECT nonsense FROM t"))
    assert caught.value.where.startswith("sqlite:///")
