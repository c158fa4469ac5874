"""The ledger's file: damaged, foreign, newer, locked, full; and how a commit is made durable."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, OutputError, StateMismatch, TryLater
from legacy_adapters.runs.ledger import file as ledger_file
from legacy_adapters.runs.ledger.file import LedgerFile, storable
from legacy_adapters.runs.ledger.ledger import Ledger
from tests.runs.ledger_samples import begin, checkpoint, reject


def _filled(folder: Path) -> Path:
    """A closed ledger with something in it."""
    with Ledger.open(folder) as ledger:
        run = begin(ledger)
        ledger.runs.save(run, checkpoint(), [reject(n) for n in range(200)])
        return ledger.path


def test_what_is_no_database_is_damaged(tmp_path: Path) -> None:
    """A file of something else says what to do, with exit code 73."""
    (tmp_path / "ledger.db").write_bytes(b"this is a text, not a database\n" * 100)
    with pytest.raises(StateMismatch, match="damaged") as caught:
        Ledger.open(tmp_path)
    assert caught.value.exit_code == 73
    assert "Restore a backup" in caught.value.hint
    assert caught.value.where == str(tmp_path / "ledger.db")


def test_a_broken_page_is_noticed_when_opened(tmp_path: Path) -> None:
    """Bytes overwritten in the middle are found before anything is built on them."""
    path = _filled(tmp_path)
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    path.write_bytes(content)
    with pytest.raises(StateMismatch, match="damaged"):
        Ledger.open(tmp_path)


def test_a_file_cut_short_is_noticed(tmp_path: Path) -> None:
    """A ledger that lost its end in a full disk or a bad copy is not used."""
    path = _filled(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(StateMismatch, match="damaged"):
        Ledger.open(tmp_path)


def test_damage_in_a_large_ledger_is_met_where_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger too large to be checked whole still tells damage as such."""
    path = _filled(tmp_path)
    with closing(sqlite3.connect(path)) as plain:
        (page,) = plain.execute("SELECT rootpage FROM sqlite_master WHERE name = 'rejects'").fetchone()
        (size,) = plain.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    monkeypatch.setattr(ledger_file, "CHECKED_BYTES", 0)
    with Ledger.open(tmp_path) as ledger, pytest.raises(StateMismatch, match="damaged"):
        list(ledger.rejects.list("gl"))


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    """A SQLite file that is no ledger stays as it is."""
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (a)")
    before = path.read_bytes()
    with pytest.raises(StateMismatch, match="not a ledger"):
        Ledger.open(tmp_path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    """Killed between creating the file and its first table, the next run begins anew."""
    (tmp_path / "ledger.db").touch()
    with Ledger.open(tmp_path) as ledger:
        assert ledger.runs.list() == []


def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """An older program does not write into tables that it does not know: exit code 78."""
    with closing(sqlite3.connect(_filled(tmp_path))) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(ConfigError, match="written by a newer version") as caught:
        Ledger.open(tmp_path)
    assert caught.value.exit_code == 78


def test_locked_longer_than_the_timeout_is_to_be_tried_later(tmp_path: Path) -> None:
    """Another process that keeps the ledger locked ends in exit code 75."""
    path = _filled(tmp_path)
    with Ledger.open(tmp_path, timeout=0) as ledger, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TryLater, match="locked") as caught:
            begin(ledger, "other")
    assert caught.value.exit_code == 75


def test_a_full_disk_is_told_and_nothing_is_half_saved(tmp_path: Path) -> None:
    """Without space a save ends in exit code 73, and the checkpoint before it stands."""
    with Ledger.open(tmp_path) as ledger:
        run = begin(ledger)
        ledger.runs.save(run, checkpoint("first"))
        connection = ledger._file.connection
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0] + 2}")
        with pytest.raises(OutputError, match="cannot be written") as caught:
            ledger.runs.save(run, checkpoint("second"), [reject(n) for n in range(1000)])
        kept = ledger.runs.unfinished("gl")
    assert caught.value.exit_code == 73
    assert not isinstance(caught.value, StateMismatch)
    assert kept is not None
    assert kept.checkpoint == checkpoint("first")


def test_a_ledger_that_may_only_be_read_cannot_be_written(tmp_path: Path) -> None:
    """A write into a read-only file is told as an output that cannot be written."""
    with Ledger.open(tmp_path) as ledger:
        ledger._file.connection.execute("PRAGMA query_only = ON")
        with pytest.raises(OutputError, match="readonly"):
            begin(ledger)


@pytest.mark.parametrize("in_the_way", ["state", "state/ledger.db"])
def test_something_in_the_way_is_told(tmp_path: Path, in_the_way: str) -> None:
    """A file where the folder should be, or a folder where the file should be, is exit code 73 with the path."""
    path = tmp_path / in_the_way
    if in_the_way.endswith(".db"):
        path.mkdir(parents=True)
    else:
        path.touch()
    with pytest.raises(OutputError, match="cannot be written") as caught:
        Ledger.open(tmp_path / "state")
    assert str(tmp_path / "state") in caught.value.where


def test_wal_and_full_synchronisation_on_a_local_disk(tmp_path: Path) -> None:
    """On a local disk others can read while it is written, and a commit is on the disk when it returns."""
    with closing(LedgerFile.open(tmp_path / "ledger.db", 1)) as file:
        assert file.first("PRAGMA journal_mode") == ("wal",)
        assert file.first("PRAGMA synchronous") == (2,)


def test_no_wal_on_a_network_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that was made on a local disk changes its journal where shared memory does not work."""
    _filled(tmp_path)
    monkeypatch.setattr(ledger_file, "is_network_folder", lambda folder: True)
    with closing(LedgerFile.open(tmp_path / "ledger.db", 1)) as file:
        assert file.first("PRAGMA journal_mode") == ("delete",)
        assert file.first("SELECT count(*) FROM rejects") == (200,)


def test_an_error_in_a_transaction_undoes_it(tmp_path: Path) -> None:
    """Whatever goes wrong within a transaction, nothing of it stays, and the next one works."""
    with Ledger.open(tmp_path) as ledger:
        file = ledger._file
        with pytest.raises(sqlite3.IntegrityError), file.transaction() as connection:
            connection.executemany("INSERT INTO known VALUES (?, ?, NULL)", [("gl", b"1"), ("gl", None)])
        with file.transaction():
            pass
        assert file.first("SELECT count(*) FROM known") == (0,)


def test_a_defect_stays_a_defect(tmp_path: Path) -> None:
    """A statement that is wrong is not told as a matter of the disk."""
    with Ledger.open(tmp_path) as ledger, pytest.raises(sqlite3.OperationalError, match="no such table"):
        ledger._file.first("SELECT * FROM missing")


@pytest.mark.parametrize(("text", "stored"), [("Käse €", "Käse €"), ("a\udc80b", "a\\udc80b"), ("a\0b", "a\0b")])
def test_any_text_can_be_stored(tmp_path: Path, text: str, stored: str) -> None:
    """Bytes that were no text are kept as an escape, all else as it is."""
    assert storable(text) == stored
    with closing(sqlite3.connect(":memory:")) as connection:
        assert connection.execute("SELECT ?", (storable(text),)).fetchone() == (stored,)
