"""SQLite as a source: what a person asks of it, and what it answers."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, StatementRefused
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream
from tests.sources.database.sqlite_files import cells, make, make_ledger, origins, read, source


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_ledger(tmp_path / "old.db", count=20)


def test_streams_are_tables_and_views_with_counts(path: Path) -> None:
    """A view that does not work any more is listed without one."""
    make(
        path,
        "CREATE TABLE EMPTY (A)",
        "CREATE TABLE GONE (A)",
        'CREATE VIEW BIG AS SELECT * FROM "GL-TRAN" WHERE LFDNR > 30',
        "CREATE VIEW BROKEN AS SELECT * FROM GONE",
        "DROP TABLE GONE",
    )
    with source(path).connect() as connection:
        assert connection.streams(count=True) == [
            StreamInfo("BIG", "view", 9),
            StreamInfo("BROKEN", "view", None),
            StreamInfo("EMPTY", "table", 0),
            StreamInfo("GL-TRAN", "table", 20),
        ]
        assert {info.rows for info in connection.streams(count=False)} == {None}


@pytest.mark.parametrize(
    ("values", "message", "hint"),
    [
        ({"table": "GLTRAN"}, "stream s, table: there is no table or view 'GLTRAN'", "Did you mean GL-TRAN?"),
        ({"table": "GL-TRAN", "key": "LFDN"}, "stream s, key: there is no column 'LFDN'", "LFDNR"),
        (
            {"table": "GL-TRAN", "incremental": {"column": "GEANDERT"}},
            "stream s, incremental.column: there is no column 'GEANDERT'",
            "GEÄNDERT",
        ),
        ({"table": "GL-TRAN", "schema": "dbo"}, "SQLite has no schemas", "Leave `schema` out"),
        ({"table": "GL-TRAN", "where": "LFDN > 1"}, "no such column: LFDN", "Correct"),
        ({"query": "SELECT * FROM NOWHERE"}, "no such table: .*NOWHERE", "Correct"),
        ({"query": "SELECT * FORM T"}, "syntax error", "Correct"),
    ],
)
def test_what_is_not_there_is_named(path: Path, values: dict[str, object], message: str, hint: str) -> None:
    """With the nearest names; all of it is a wrong setting, exit code 78."""
    with pytest.raises(ConfigError, match=message) as caught:
        read(path, DatabaseStream.model_validate(values))
    assert hint in caught.value.hint
    assert caught.value.exit_code == 78


@pytest.mark.parametrize(
    "values",
    [
        {"query": 'DELETE FROM "GL-TRAN"'},
        {"query": "SELECT 1; SELECT 2"},
        {"query": "SELECT load_extension('x')"},
        {"table": "GL-TRAN", "where": "1 = 1; DROP TABLE T"},
    ],
)
def test_what_is_no_query_is_refused(path: Path, values: dict[str, str]) -> None:
    """Before it is sent."""
    with pytest.raises(StatementRefused):
        read(path, DatabaseStream.model_validate(values))


def test_only_wanted_columns_are_selected(path: Path) -> None:
    """In the order they are asked for; the key needs not be among them, and names match without regard to case."""
    stream = DatabaseStream(table="gl-tran")
    with source(path).connect() as connection:
        first = next(iter(connection.reader("gl", stream, ["betrag", 'Text "alt"']).read({})))
    assert first.rows.schema.names == ["BETRAG", 'Text "alt"']
    assert first.origin[1].as_py() == "GL-TRAN[LFDNR=3]"
    assert first.stream == "gl"


def test_no_columns_are_rows_all_the_same(path: Path) -> None:
    """A mapping of constants still has a record for each row."""
    with source(path).connect() as connection:
        first = next(iter(connection.reader("gl", DatabaseStream(table="GL-TRAN"), []).read({})))
    assert (first.rows.num_rows, first.rows.num_columns) == (20, 0)


def test_conditions_see_the_column_as_it_is_stored(path: Path) -> None:
    """``where`` is the source's own SQL."""
    found = read(path, DatabaseStream(table="GL-TRAN", where="KONTO = '00000003' AND typeof(BETRAG) = 'integer'"))
    assert origins(found) == []
    found = read(path, DatabaseStream(table="GL-TRAN", where="typeof(BETRAG) = 'integer'"))
    assert cells(found, "BETRAG") == [(str(i), True) for i in (1, 6, 11, 16)]


def test_a_query_is_numbered_without_a_key(path: Path) -> None:
    """Nothing else tells its rows apart."""
    found = read(path, DatabaseStream(query='SELECT LFDNR FROM "GL-TRAN" ORDER BY LFDNR DESC LIMIT 2'))
    assert origins(found) == ["query row 1", "query row 2"]
    assert cells(found, "LFDNR") == [("57", True), ("54", True)]
    assert [batch.position for batch in found] == [None, '{"end": true}']


def test_a_query_may_come_from_a_file(path: Path) -> None:
    """Beside the pipeline file."""
    (path.parent / "gl.sql").write_text('SELECT LFDNR FROM "GL-TRAN" WHERE LFDNR < 10', encoding="utf-8")
    stream = DatabaseStream.model_validate({"query": "gl.sql"}, context={"folder": path.parent})
    assert len(origins(read(path, stream))) == 4


def test_privileges_are_those_of_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite has no logins: what this user could write."""
    with source(path).connect() as connection:
        assert connection.privileges() == [
            f"the file {path} could be written by this user",
            f"the folder {path.parent} could be written by this user",
        ]
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert connection.privileges() == []


def test_a_missing_file_is_a_wrong_setting(tmp_path: Path) -> None:
    """Not a source that may be there later."""
    with pytest.raises(ConfigError, match="there is no file") as caught, source(tmp_path / "none.db").connect():
        pass
    assert caught.value.exit_code == 78


def test_a_relative_url_starts_from_the_folder(path: Path) -> None:
    """The pipeline's, which the loader hands over."""
    declared = DatabaseSource.model_validate({"url": "sqlite:///old.db"}, context={"folder": path.parent})
    with declared.connect() as connection:
        assert [info.name for info in connection.streams(count=False)] == ["GL-TRAN"]


def test_wide_rows_give_short_batches(tmp_path: Path) -> None:
    """A batch has some 64 MB at most, whatever the rows hold."""
    rows = [("x" * 200_000,) for _ in range(700)]
    path = make(tmp_path / "wide.db", "CREATE TABLE T (A BLOB)", rows=[("INSERT INTO T VALUES (?)", rows)])
    batches = read(path, DatabaseStream(table="T"))
    assert sum(batch.rows.num_rows for batch in batches) == 700
    assert max(batch.rows.get_total_buffer_size() for batch in batches) < 100_000_000
    assert len(batches) > 2


def test_many_columns_are_read(tmp_path: Path) -> None:
    """Old tables are wide."""
    names = [f"C{i}" for i in range(600)]
    path = make(
        tmp_path / "old.db",
        f"CREATE TABLE T ({', '.join(f'{name} NUMERIC' for name in names)})",
        f"INSERT INTO T VALUES ({', '.join(str(i) for i in range(600))})",
    )
    assert cells(read(path, DatabaseStream(table="T")), "C599") == [("599", True)]


def test_an_error_in_the_middle_of_reading_is_in_words(tmp_path: Path) -> None:
    """A query that fails at some row."""
    rows = [(i,) for i in range(5000)]
    path = make(tmp_path / "old.db", "CREATE TABLE T (A INTEGER)", rows=[("INSERT INTO T VALUES (?)", rows)])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE T SET A = -9223372036854775808 WHERE A = 4000")
    with pytest.raises(LegacyAdaptersError, match="integer overflow") as caught:
        read(path, DatabaseStream(query="SELECT abs(A) AS B FROM T"))
    assert caught.value.exit_code == 78
