"""A backup holds the ledger as of one moment and all that it speaks of."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.state import backup as state_backup
from legacy_adapters.runs.state.backup import Piece, back_up
from legacy_adapters.runs.state.manifest import Entry
from legacy_adapters.runs.state.restore import restore
from legacy_adapters.sinks.spool.folder import SpoolFolder
from legacy_adapters.sinks.spool.place import Place, SpoolToken
from tests.runs.away import Bus, Died
from tests.runs.books import Books, postings
from tests.runs.ledger_samples import begin, checkpoint, finish


def names(archive: Path) -> set[str]:
    """What is in it, without the names of runs."""
    with ZipFile(archive) as opened:
        return {"/".join(p for p in name.split("/") if p[:2] != "20") for name in opened.namelist()}


def test_the_ledger_and_what_waits_are_in_it(books: Books, bus: Bus, tmp_path: Path) -> None:
    """With checksums, and whose it is; locks and sessions are not."""
    bus.set("down")
    books.run()
    (books.state / "sessions").mkdir()
    (books.state / "sessions" / "a.session").write_text("a cookie")
    made = back_up(books.state, tmp_path / "state.zip", "books")
    assert names(made.path) == {"ledger.db", "spool/books/000001.arrows", "spool/books/run.json", "manifest.json"}
    assert made.bytes == made.path.stat().st_size
    assert made.manifest.missing == ()
    with Ledger.open(books.state) as ledger:
        assert made.manifest.pipelines == {"books": ledger.runs.list("books")[0].id}
    with ZipFile(made.path) as opened:
        assert opened.testzip() is None
        assert json.loads(opened.read("manifest.json"))["kind"] == "legacy-adapters state"


def test_an_older_backup_is_replaced_and_nothing_else_is_left(books: Books, tmp_path: Path) -> None:
    """The folder has the one file, which others cannot read."""
    books.run()
    to = tmp_path / "kept"
    back_up(books.state, to / "state.zip", "books")
    made = back_up(books.state, to / "state.zip", "books")
    assert [path.name for path in to.iterdir()] == ["state.zip"]
    if sys.platform != "win32":
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_in_a_folder_each_has_a_name_of_its_own(books: Books, tmp_path: Path) -> None:
    """The pipeline's, and the time."""
    books.run()
    made = back_up(books.state, tmp_path, "books")
    assert made.path.parent == tmp_path
    assert made.path.name.startswith("books-state-20")


def test_where_nothing_has_run_there_is_nothing_to_save(books: Books, tmp_path: Path) -> None:
    """And no empty archive is left."""
    with pytest.raises(ConfigError, match="nothing has run here"):
        back_up(books.state, tmp_path / "state.zip", "books")
    assert not (tmp_path / "state.zip").exists()


def test_where_it_cannot_be_written(books: Books, tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    books.run()
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="part of the path is a file"):
        back_up(books.state, tmp_path / "file" / "state.zip", "books")


def test_of_an_unfinished_run_there_is_what_its_checkpoint_says(tmp_path: Path) -> None:
    """What it wrote behind it is not its own yet."""
    state = tmp_path / "state"
    with Ledger.open(state) as ledger:
        run = begin(ledger, "books")
        place = SpoolToken(run.id, Place(2, 50), frames=3, records=7).dump()
        ledger.runs.save(run, replace(checkpoint(), token=place))
    folder = SpoolFolder.of(state, "books").run(run.id)
    folder.path.mkdir(parents=True)
    folder.segment(1).write_bytes(b"1" * 200)
    folder.segment(2).write_bytes(b"2" * 150)
    folder.segment(3).write_bytes(b"3" * 150)
    keys = state / "runs" / run.id / "keys"
    keys.mkdir(parents=True)
    (keys / "gl_line.0.keys").write_bytes(b"k" * 16)
    (keys / "gl_line.1.new").write_bytes(b"half")
    made = back_up(state, tmp_path / "state.zip", "books")
    found = {name.rpartition("/")[2]: entry.bytes for name, entry in made.manifest.files.items()}
    del found["ledger.db"]
    assert found == {"gl_line.0.keys": 16, "000001.arrows": 200, "000002.arrows": 50}
    assert made.manifest.missing == ()


def test_a_run_that_ends_meanwhile_is_saved_as_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had on disk is gone then: the copy is made again."""
    state = tmp_path / "state"
    with Ledger.open(state) as ledger:
        run = begin(ledger, "books")
        ledger.runs.save(run, checkpoint())
    copied = state_backup._add

    def ended_meanwhile(archive: ZipFile, folder: Path, piece: Piece) -> Entry:
        with Ledger.open(state) as ledger:
            if ledger.runs.of(run.ordinal).unfinished:
                finish(ledger, run)
        return copied(archive, folder, piece)

    monkeypatch.setattr(state_backup, "_add", ended_meanwhile)
    made = back_up(state, tmp_path / "state.zip", "books")
    assert made.manifest.missing == ()
    restore(made.path, tmp_path / "restored", "books", replace=False)
    with Ledger.open(tmp_path / "restored") as ledger:
        assert ledger.runs.of(run.ordinal).status == "finished"


def test_what_goes_away_meanwhile_was_delivered(
    books: Books, bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy is made again, of a ledger that knows."""
    bus.set("down")
    books.run()
    run = SpoolFolder.of(books.state, "books").runs()[0]
    copied = state_backup._add
    times: list[Piece] = []

    def delivered_meanwhile(archive: ZipFile, folder: Path, piece: Piece) -> Entry:
        if piece.name.startswith("spool/") and not times:
            times.append(piece)
            with Ledger.open(books.state) as ledger:
                ledger.shipments.give_up("books", "bus")
            shutil.rmtree(SpoolFolder.of(books.state, "books").run(run).path)
        return copied(archive, folder, piece)

    monkeypatch.setattr(state_backup, "_add", delivered_meanwhile)
    made = back_up(books.state, tmp_path / "state.zip", "books")
    assert len(times) == 1
    assert made.manifest.missing == ()
    assert set(made.manifest.files) == {"ledger.db"}


def test_what_is_gone_for_good_is_named(books: Books, bus: Bus, tmp_path: Path) -> None:
    """The rest is saved all the same."""
    bus.set("down")
    books.run()
    shutil.rmtree(books.state / "spool")
    made = back_up(books.state, tmp_path / "state.zip", "books")
    assert len(made.manifest.missing) == 1
    assert made.manifest.missing[0].startswith("spool/books/20")


def test_what_was_cut_off_is_named(books: Books, bus: Bus, tmp_path: Path) -> None:
    """As far as it is there it is saved."""
    bus.set("down")
    books.run()
    (segment,) = (books.state / "spool").glob("*/*/*.arrows")
    segment.write_bytes(segment.read_bytes()[:100])
    made = back_up(books.state, tmp_path / "state.zip", "books")
    assert len(made.manifest.missing) == 1
    assert [e.bytes for name, e in made.manifest.files.items() if name.endswith(".arrows")] == [100]


def test_what_all_sinks_have_is_kept_to_be_sent_again(books: Books, bus: Bus, tmp_path: Path) -> None:
    """And nothing that the ledger does not know."""
    books.run()
    (run,) = (books.state / "spool" / "books").iterdir()
    shutil.copytree(run, run.with_name("20990101-000000-abcd"))
    made = back_up(books.state, tmp_path / "state.zip", "books")
    assert {name.split("/")[2] for name in made.manifest.files if name.startswith("spool/")} == {run.name}


def test_a_run_that_is_writing_does_not_hold_it_up(books: Books, bus: Bus, tmp_path: Path) -> None:
    """A process that died in the middle of a delivery left the spool and its place in it."""
    bus.set("dies", "7")
    with pytest.raises(Died):
        books.run()
    books.post(*postings([11]))
    with closing(sqlite3.connect(books.state / "ledger.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        made = back_up(books.state, tmp_path / "state.zip", "books")
        other.rollback()
    assert made.manifest.missing == ()
    assert "spool/books/000001.arrows" in names(made.path)
    assert not list(tmp_path.glob(".state*"))
