"""The queue's file, whole, damaged, locked and foreign."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, OutputError, StateMismatch, TryLater
from legacy_adapters.queues.embedded.queue_file import QueueFile, as_ours
from legacy_adapters.queues.embedded.tables import VERSION
from tests.sinks.queue.filled import fill


def test_it_is_made_once_and_keeps_its_id(tmp_path: Path) -> None:
    """And is opened so that what was saved survives a power cut."""
    path = tmp_path / "q.db"
    with closing(QueueFile.open(path, create=True)) as made, closing(QueueFile.open(path, create=True)) as again:
        assert made.id == again.id
        assert made.connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert made.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_who_only_reads_makes_none(tmp_path: Path) -> None:
    """A slip in the path would give an empty queue for ever."""
    with pytest.raises(ConfigError, match="there is no queue"):
        QueueFile.open(tmp_path / "q.db", create=False)
    assert not list(tmp_path.iterdir())


def test_text_is_no_queue(tmp_path: Path) -> None:
    """It is left as it is."""
    path = tmp_path / "q.db"
    path.write_text("not a database, but long enough to be taken for one" * 99)
    before = path.read_bytes()
    with pytest.raises(StateMismatch, match="damaged") as raised:
        QueueFile.open(path, create=True)
    assert raised.value.exit_code == 73
    assert path.read_bytes() == before


def test_another_database_is_no_queue(tmp_path: Path) -> None:
    """It is left as it is."""
    path = tmp_path / "q.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE orders (id)")
    before = path.read_bytes()
    with pytest.raises(StateMismatch, match="no queue of ours"):
        QueueFile.open(path, create=True)
    assert path.read_bytes() == before


def test_a_damaged_queue_is_noticed(tmp_path: Path) -> None:
    """A page in the middle of it was overwritten."""
    path = fill(tmp_path)
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 4] = b"\xff" * 8192
    path.write_bytes(content)
    with pytest.raises(StateMismatch, match="the queue is damaged"):
        QueueFile.open(path, create=True)


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    """Its tables may mean something else."""
    path = fill(tmp_path)
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(ConfigError, match="newer version"):
        QueueFile.open(path, create=True)


def test_an_older_version_is_brought_up(tmp_path: Path) -> None:
    """Its runs stay, of a pipeline that is not known."""
    path = fill(tmp_path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("ALTER TABLE runs DROP COLUMN pipeline")
        other.execute("PRAGMA user_version = 1")
    with closing(QueueFile.open(path, create=True)) as file:
        assert file.connection.execute("SELECT pipeline FROM runs").fetchall() == [("",)]
        assert file.connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_queue_that_stays_locked_is_tried_later(tmp_path: Path) -> None:
    """Another process holds it for longer than one waits."""
    path = fill(tmp_path)
    with closing(QueueFile.open(path, create=True, patience=0.01)) as file, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TryLater), file.transaction():
            pass
        other.rollback()


def test_a_folder_is_no_place_for_it(tmp_path: Path) -> None:
    """Said as an error of the output."""
    with pytest.raises(OutputError, match="unable to open"):
        QueueFile.open(tmp_path, create=True)


def test_a_defect_stays_one(tmp_path: Path) -> None:
    """A wrong statement is nobody's fault but ours."""
    with (
        closing(QueueFile.open(tmp_path / "q.db", create=True)) as file,
        pytest.raises(sqlite3.OperationalError),
        as_ours(file.path),
    ):
        file.connection.execute("SELECT nothing FROM nowhere")


def test_a_transaction_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """An error in it undoes what came before."""
    with closing(QueueFile.open(tmp_path / "q.db", create=True)) as file:
        twice = "INSERT INTO consumers VALUES ('x', 1), ('x', 2)"
        with pytest.raises(sqlite3.IntegrityError), file.transaction() as connection:
            connection.execute(twice)
        assert file.connection.execute("SELECT count(*) FROM consumers").fetchone() == (0,)
