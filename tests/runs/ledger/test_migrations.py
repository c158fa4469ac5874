"""The ledger's versions: a copy first, then all steps or none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.runs.ledger.file import LedgerFile
from legacy_adapters.runs.ledger.migrations import APPLICATION_ID, MIGRATIONS, migrate, version_of

OLD = [["CREATE TABLE kept (a)", "INSERT INTO kept VALUES ('before')"]]
NEW = [*OLD, ["ALTER TABLE kept ADD COLUMN b DEFAULT 'added'"], ["INSERT INTO kept VALUES ('third', 'version')"]]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger of version 1, with a row."""
    path = tmp_path / "ledger.db"
    LedgerFile.open(path, 1, OLD).close()
    return path


def _rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM kept").fetchall()


def test_a_new_ledger_has_the_newest_version_and_our_mark(tmp_path: Path) -> None:
    """A ledger that is created needs no copy of anything."""
    with closing(LedgerFile.open(tmp_path / "ledger.db", 1)) as file:
        assert version_of(file.connection) == len(MIGRATIONS)
        assert file.first("PRAGMA application_id") == (APPLICATION_ID,)
    assert list(tmp_path.glob("*.bak")) == []


def test_an_older_ledger_is_brought_up_step_by_step(old: Path) -> None:
    """Every version between is passed, and what was there stays."""
    with closing(LedgerFile.open(old, 1, NEW)) as file:
        assert version_of(file.connection) == 3
    assert _rows(old) == [("before", "added"), ("third", "version")]


def test_a_copy_of_the_older_ledger_is_kept(old: Path) -> None:
    """The copy is what it was before, whole, under the name of its version."""
    LedgerFile.open(old, 1, NEW).close()
    copy = old.with_name("ledger.db.v1.bak")
    assert _rows(copy) == [("before",)]
    with closing(LedgerFile.open(copy, 1, OLD)) as file:
        assert version_of(file.connection) == 1
    assert not old.with_name("ledger.db.v1.bak.part").exists()


def test_a_copy_holds_what_is_still_in_the_wal(old: Path) -> None:
    """Rows that another process committed but SQLite has not yet moved into the main file are in the copy."""
    with closing(sqlite3.connect(old)) as writing:
        writing.execute("INSERT INTO kept VALUES ('in the wal')")
        writing.commit()
        LedgerFile.open(old, 1, NEW).close()
    assert ("in the wal",) in _rows(old.with_name("ledger.db.v1.bak"))


def test_a_step_that_fails_leaves_the_version_before(old: Path) -> None:
    """An upgrade that cannot be done whole is not done at all."""
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        LedgerFile.open(old, 1, [*NEW, ["INSERT INTO missing VALUES (1)"]])
    with closing(LedgerFile.open(old, 1, OLD)) as file:
        assert version_of(file.connection) == 1
    assert _rows(old) == [("before",)]


def test_nothing_is_done_twice(old: Path) -> None:
    """A process that waited while another upgraded goes on with what it finds."""
    with closing(LedgerFile.open(old, 1, NEW)) as file:
        migrate(file.connection, old, NEW)
    LedgerFile.open(old, 1, NEW).close()
    assert len(_rows(old)) == 2
