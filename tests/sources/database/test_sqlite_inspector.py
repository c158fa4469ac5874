"""SQLAlchemy's inspector on the one connection there is."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from legacy_adapters.sources.database.sqlite_inspector import inspector_of
from legacy_adapters.sources.database.sqlite_session import SqliteSession
from tests.sources.database.sqlite_files import make


def test_it_inspects_an_open_session(tmp_path: Path) -> None:
    """Tables, views, columns, keys and the tables that are nothing but their key."""
    path = make(
        tmp_path / "old.db",
        "CREATE TABLE T (A TEXT, B DECIMAL(18,2) NOT NULL, PRIMARY KEY (A)) WITHOUT ROWID",
        "CREATE VIEW V AS SELECT B FROM T",
    )
    with SqliteSession.open(path, 1) as session:
        inspector = inspector_of(session)
        assert inspector.get_table_names() == ["T"]
        assert inspector.get_view_names() == ["V"]
        assert [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns("T")] == [
            ("A", "TEXT", False),
            ("B", "DECIMAL(18, 2)", False),
        ]
        assert inspector.get_pk_constraint("T")["constrained_columns"] == ["A"]
        assert inspector.get_table_options("T") == {"sqlite_with_rowid": False}


def test_rows_come_one_by_one_or_all_together(tmp_path: Path) -> None:
    """What SQLAlchemy needs of a cursor, and no more; the session stays open behind it."""
    path = make(tmp_path / "old.db", "CREATE TABLE T (A)", "INSERT INTO T VALUES (1), (2), (3)")
    with SqliteSession.open(path, 1) as session:
        engine = inspector_of(session).engine
        with engine.connect() as connection:
            result = connection.execute(text("SELECT A, A FROM T ORDER BY A"))
            assert result.fetchone() == (1, 1)
            assert result.fetchall() == [(2, 2), (3, 3)]
            assert connection.execute(text("SELECT A FROM T WHERE A > 3")).fetchone() is None
        engine.dispose()
        assert session.table("SELECT COUNT(*) AS n FROM T").to_pylist() == [{"n": 3}]
