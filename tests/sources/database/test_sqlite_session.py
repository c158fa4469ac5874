"""A file that others use, that is damaged, or that we may not write beside."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from legacy_adapters.core.errors import SourceChanged, Unavailable
from legacy_adapters.sources.database.settings import DatabaseStream
from legacy_adapters.sources.database.sqlite_session import SqliteSession
from tests.sources.database.sqlite_files import make, origins, read, source

TABLE = DatabaseStream(table="T")

HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    database.execute(statement)
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(path: Path, *statements: str) -> Iterator[None]:
    """Another program has the file open, after these statements."""
    command = [sys.executable, "-c", HOLD, str(path), *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        try:
            yield
        finally:
            program.stdin.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [(f"{i:06d}" * 10,) for i in range(3000)]
    return make(tmp_path / "old.db", "CREATE TABLE T (A TEXT)", rows=[("INSERT INTO T VALUES (?)", rows)])


def test_a_locked_database_is_unavailable_after_the_timeout(path: Path) -> None:
    """Another program is writing: trying again later helps."""
    with held(path, "BEGIN EXCLUSIVE"), SqliteSessionOpening(path, timeout=1) as opening:
        assert opening.error is not None
        assert "locked by another program" in str(opening.error)
    assert len(origins(read(path, TABLE))) == 3000


class SqliteSessionOpening:
    """Tries to open a session, and keeps why it could not."""

    def __init__(self, path: Path, timeout: int) -> None:
        self.path, self.timeout = path, timeout
        self.error: Unavailable | None = None

    def __enter__(self) -> SqliteSessionOpening:
        try:
            with SqliteSession.open(self.path, self.timeout):
                pass
        except Unavailable as error:
            self.error = error
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""


def test_what_is_read_cannot_be_changed_meanwhile(path: Path) -> None:
    """A writer has to wait until the rows are read, or fail; the catalogue does not give the lock away."""
    writing = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('DELETE FROM T').connection.commit()"
    )
    command = [sys.executable, "-c", writing, str(path)]
    with source(path, rows_per_second=100).connect() as connection:
        with closing(connection.reader("s", TABLE).read({})) as batches:  # type: ignore[type-var]
            next(batches)
            connection.schema("s", TABLE)
            connection.streams(count=True)
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert "database is locked" in done.stderr
            assert sum(batch.rows.num_rows for batch in batches) == 2900
        subprocess.run(command, check=True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no database at all, " * 100, "no SQLite database, or it is encrypted"),
        (b"SQLite format 3\0" * 100, "database"),
    ],
)
def test_another_file_is_no_database(tmp_path: Path, content: bytes, message: str) -> None:
    """Also one that is encrypted, which looks the same."""
    (tmp_path / "old.db").write_bytes(content)
    with pytest.raises(SourceChanged, match=message):
        read(tmp_path / "old.db", TABLE)


def test_a_damaged_database_is_said_to_be_damaged(path: Path) -> None:
    """In the middle of reading, too."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40_000] = b"\xaa" * 40_000
    path.write_bytes(content)
    with pytest.raises(SourceChanged, match="the database is damaged"):
        read(path, TABLE)


def test_a_truncated_database_is_said_to_be_damaged(path: Path) -> None:
    """A copy that was not finished."""
    path.write_bytes(path.read_bytes()[:40_960])
    with pytest.raises(SourceChanged, match="the database is damaged"):
        read(path, TABLE)


def test_unfinished_work_of_a_crashed_program_is_named(tmp_path: Path) -> None:
    """Only writing could put it right, and we never write."""
    path = make(
        tmp_path / "old.db",
        "CREATE TABLE T (A)",
        rows=[("INSERT INTO T VALUES (?)", [(str(i) * 20,) for i in range(9999)])],
    )
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA cache_size = 2")
        database.execute("UPDATE T SET A = A || 'x'")
        shutil.copy(path, tmp_path / "crashed.db")
        shutil.copy(tmp_path / "old.db-journal", tmp_path / "crashed.db-journal")
        database.rollback()
    before = (tmp_path / "crashed.db").read_bytes()
    with pytest.raises(Unavailable, match="unfinished work of a program that crashed"):
        read(tmp_path / "crashed.db", TABLE)
    assert (tmp_path / "crashed.db").read_bytes() == before


def test_a_database_in_wal_mode_is_read_while_it_is_written(tmp_path: Path) -> None:
    """With what was committed, though it is not in the file yet."""
    path = make(tmp_path / "old.db", "PRAGMA journal_mode = WAL", "CREATE TABLE T (A)")
    with held(path, "INSERT INTO T VALUES (1)", "BEGIN", "INSERT INTO T VALUES (2)"):
        assert origins(read(path, TABLE)) == ["T[rowid=1]"]


class TestFolderThatCannotBeWritten:
    """A database in WAL mode needs files beside it, unless nobody writes."""

    @pytest.fixture
    def path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Made by a program that has closed it."""
        monkeypatch.setattr(os, "access", lambda *_: False)
        rows = [("x" * 50,) for _ in range(3000)]
        statements = ("PRAGMA journal_mode = WAL", "CREATE TABLE T (A)")
        return make(tmp_path / "old.db", *statements, rows=[("INSERT INTO T VALUES (?)", rows)])

    def test_it_is_read_and_nothing_is_created(self, path: Path) -> None:
        """Without locks, as there is nobody to lock out."""
        assert len(origins(read(path, TABLE))) == 3000
        assert [file.name for file in path.parent.iterdir()] == ["old.db"]

    def test_a_write_meanwhile_is_noticed(self, path: Path) -> None:
        """Rows of two moments are not passed on as one."""
        with (
            source(path, rows_per_second=100).connect() as connection,
            closing(connection.reader("s", TABLE).read({})) as batches,  # type: ignore[type-var]
        ):
            next(batches)
            with held(path, "INSERT INTO T VALUES (1)"), pytest.raises(Unavailable, match="written to while"):
                list(batches)


def test_a_plain_database_gets_nothing_beside_it(path: Path) -> None:
    """No journal, no shared memory."""
    read(path, TABLE)
    assert [file.name for file in path.parent.iterdir()] == ["old.db"]


def test_the_session_cannot_write(path: Path) -> None:
    """Even if a statement got past the guard."""
    with SqliteSession.open(path, 1) as session, pytest.raises(Unavailable, match="readonly"):
        session.table("DELETE FROM T")
    assert len(origins(read(path, TABLE))) == 3000


def test_results_have_columns_without_rows(path: Path) -> None:
    """The catalogue relies on it; parameters stand for question marks."""
    with SqliteSession.open(path, 1) as session:
        assert session.table("SELECT A, 1 AS B FROM T WHERE A = ?", ["none"]).column_names == ["A", "B"]
        assert session.table("SELECT ? || ? AS C", ["a", "b"]).to_pylist() == [{"C": "ab"}]
