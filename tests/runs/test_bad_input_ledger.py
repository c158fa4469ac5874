"""A ledger that cannot be used ends the run before anything is read, and says what to do."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from legacy_adapters.runs.ledger import ledger as ledger_module
from legacy_adapters.runs.ledger.migrations import MIGRATIONS
from legacy_adapters.runs.lock import PipelineLock
from tests.runs.books import PIPELINE, Books, postings

REPLACED = "kind: file\n  path: out/{entity}.csv"

CHANGES = (REPLACED, "kind: database\n  url: sqlite:///new.db\n  mode: insert")
RECORDS = (REPLACED, "kind: database\n  url: sqlite:///new.db")
QUEUE = (REPLACED, "kind: queue\n  path: outbox.db")

APPEND = ("kind: file", "kind: file\n  mode: append")


def test_a_second_run_while_one_is_going(books: Books) -> None:
    """Exit code 75, with who holds the lock; when it is free again, the run runs."""
    with PipelineLock(books.state, "books"):
        ended = books.run()
    assert ended.code == 75
    assert ended.message.startswith(f"{books.state}/books.lock: another run of books is going since 20")
    assert "(pid " in ended.message
    assert ended.hint.startswith("Try again when it has ended.")
    assert books.run().code == 0


def test_another_pipeline_of_the_folder_is_not_held_up(books: Books) -> None:
    """The lock is the pipeline's, not the folder's."""
    with PipelineLock(books.state, "others"):
        assert books.run().code == 0


def test_a_ledger_that_stays_locked(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 75: a backup may hold it."""
    assert books.run().code == 0
    opened = ledger_module.Ledger.open
    monkeypatch.setattr(ledger_module.Ledger, "open", lambda folder, **rest: opened(folder, timeout=0.01, **rest))
    with closing(sqlite3.connect(books.state / "ledger.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        ended = books.run()
    assert ended.code == 75
    assert ended.message == f"{books.state}/ledger.db: another process keeps the ledger locked"
    assert ended.hint.startswith("Try again when it has ended")


def spoil(content: bytes) -> bytes:
    """A page of the ledger overwritten."""
    return content[:4096] + b"Z" * 4096 + content[8192:]


DAMAGED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "overwritten": (spoil, "the ledger is damaged ("),
    "cut off": (lambda content: content[: len(content) // 2], "the ledger is damaged ("),
    "something else": (lambda content: b"no database at all " * 500, "the ledger is damaged (file is not a database)"),
}


@pytest.mark.parametrize(("damage", "message"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_ledger(damage: Callable[[bytes], bytes], message: str, books: Books) -> None:
    """Exit code 73 with the way back; the output stays as it was."""
    assert books.run().code == 0
    file = books.state / "ledger.db"
    file.write_bytes(damage(file.read_bytes()))
    books.execute("DELETE FROM GLTRAN")
    ended = books.run()
    assert ended.code == 73
    assert ended.message.startswith(f"{file}: {message}")
    assert ended.hint.startswith("Restore a backup of the state folder")
    assert len(books.ids()) == 10


def test_a_ledger_of_a_newer_version(books: Books) -> None:
    """Exit code 78: it is neither read nor changed."""
    assert books.run().code == 0
    file = books.state / "ledger.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    ended = books.run()
    assert ended.code == 78
    assert ended.message == (
        f"{file}: the ledger was written by a newer version of legacy-adapters "
        f"(its tables are of version 99, this one knows up to {len(MIGRATIONS)})"
    )
    assert ended.hint.startswith("Use that version here too")
    assert file.read_bytes() == before


def test_a_ledger_lost_beside_an_output_that_is_appended_to(books: Books) -> None:
    """Exit code 73: whether its records were delivered cannot be known, so none is delivered again."""
    books.describe(APPEND)
    assert books.run().code == 0
    shutil.rmtree(books.state)
    ended = books.run()
    assert ended.code == 73
    assert ended.message.startswith(f"{books.folder}/out/gl_line.csv: exists, but the ledger does not know it")
    assert "move the file away to begin a new one" in ended.hint
    assert len(books.ids()) == 10


def test_a_ledger_lost_beside_an_output_that_is_replaced(books: Books) -> None:
    """Nothing can be doubled: the run goes its way, and says that the file was of no run it knows."""
    assert books.run().report["notes"] == []
    shutil.rmtree(books.state)
    books.post(*postings([11]))
    ended = books.run()
    assert ended.code == 0
    (note,) = ended.report["notes"]
    assert note.startswith(f"{books.folder}/out/gl_line.csv was there before, of no run that the ledger knows")
    assert len(books.ids()) == 11
    assert books.run().report["notes"] == []


def test_an_output_that_somebody_changed_is_not_appended_to(books: Books) -> None:
    """Exit code 73: ledger and file disagree."""
    books.describe(APPEND)
    assert books.run().code == 0
    with (books.folder / "out" / "gl_line.csv").open("a", encoding="utf-8") as file:
        file.write("a line of somebody's own\n")
    ended = books.run()
    assert ended.code == 73
    assert ended.message.startswith(f"{books.folder}/out/gl_line.csv: ")


def stored(books: Books) -> int:
    """How many rows the database, or events the queue, holds."""
    path, table = ("new.db", "gl_line") if (books.folder / "new.db").exists() else ("outbox.db", "events")
    with closing(sqlite3.connect(books.folder / path)) as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return found


def begun_later(books: Books) -> None:
    """Has the runs so far have begun in another second than the next: their numbers differ."""
    with closing(sqlite3.connect(books.state / "ledger.db")) as connection, connection:
        connection.execute("UPDATE runs SET next_sequence = next_sequence + 5000000000")


@pytest.mark.parametrize("spool", ["", "\nspool: {}\n"], ids=["directly", "through the spool"])
@pytest.mark.parametrize("sink", [CHANGES, QUEUE], ids=["changes", "queue"])
def test_a_ledger_lost_beside_a_sink_that_keeps_every_change(sink: tuple[str, str], spool: str, books: Books) -> None:
    """Exit code 73: everything would be there twice."""
    books.describe(sink, text=PIPELINE + spool)
    assert books.run().code == 0
    shutil.rmtree(books.state)
    ended = books.run()
    assert ended.code == 73
    assert "the ledger knows of no" in ended.message
    assert stored(books) == 10


@pytest.mark.parametrize("sink", [CHANGES, QUEUE], ids=["changes", "queue"])
def test_an_older_ledger_beside_a_sink_that_keeps_every_change(sink: tuple[str, str], books: Books) -> None:
    """Exit code 73: what came after it would be there twice."""
    books.describe(sink)
    assert books.run().code == 0
    shutil.copytree(books.state, books.folder / "older")
    begun_later(books)
    assert books.run().code == 0
    shutil.rmtree(books.state)
    (books.folder / "older").rename(books.state)
    ended = books.run()
    assert ended.code == 73
    assert stored(books) == 20


def test_an_older_ledger_beside_an_output_that_is_appended_to(books: Books) -> None:
    """Exit code 73: the file is longer than that ledger knows."""
    books.describe(APPEND)
    assert books.run().code == 0
    shutil.copytree(books.state, books.folder / "older")
    assert books.run().code == 0
    shutil.rmtree(books.state)
    (books.folder / "older").rename(books.state)
    ended = books.run()
    assert ended.code == 73
    assert len(books.ids()) == 20


def test_a_ledger_lost_or_older_beside_records_in_a_database(books: Books) -> None:
    """Nothing can be doubled: each record is brought up to date."""
    books.describe(RECORDS)
    assert books.run().code == 0
    shutil.copytree(books.state, books.folder / "older")
    assert books.run().code == 0
    shutil.rmtree(books.state)
    assert books.run().code == 0
    shutil.rmtree(books.state)
    (books.folder / "older").rename(books.state)
    assert books.run().code == 0
    assert stored(books) == 10
