"""A backup is put in its place whole, or nothing is changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from legacy_adapters.core.errors import ConfigError, StateMismatch, TryLater
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.lock import PipelineLock
from legacy_adapters.runs.state.backup import back_up
from legacy_adapters.runs.state.home import check_home
from legacy_adapters.runs.state.machine import this_machine
from legacy_adapters.runs.state.restore import restore
from tests.runs import dying
from tests.runs.away import ALL, Bus, Died, deliver
from tests.runs.books import Books, postings
from tests.runs.machines import be


@pytest.fixture
def archive(books: Books, bus: Bus) -> Path:
    """A backup of a state in which ten postings wait for the bus."""
    bus.set("down")
    assert books.run().code == 69
    bus.clear("down")
    return back_up(books.state, books.folder / "state.zip", "books").path


def runs(folder: Path) -> list[str]:
    """The runs that a state knows."""
    with Ledger.open(folder, must_exist=True) as ledger:
        return [run.id for run in ledger.runs.list()]


def test_what_waited_is_delivered_from_the_restored_state(books: Books, bus: Bus, archive: Path) -> None:
    """On a disk that lost everything, without the source."""
    before = runs(books.state)
    shutil.rmtree(books.state)
    books.database.unlink()
    restored = restore(archive, books.state, "books", replace=False)
    assert restored.aside is None
    assert runs(books.state) == before
    assert deliver(books).code == 0
    assert bus.numbers == ALL
    assert sorted(path.name for path in books.state.glob("rest*")) == []


def test_a_delivery_goes_on_at_its_place(books: Books, bus: Bus) -> None:
    """Killed in the middle, saved, restored: nothing is missing."""
    bus.set("dies", "7")
    with pytest.raises(Died):
        books.run()
    saved = back_up(books.state, books.folder / "state.zip", "books").path
    shutil.rmtree(books.state)
    restore(saved, books.state, "books", replace=False)
    assert deliver(books).code == 0
    assert set(bus.numbers) == set(ALL)


@pytest.mark.parametrize("sink", ["", "\nspool: {}\n"], ids=["file", "spool"])
def test_a_killed_run_goes_on_from_a_backup(books: Books, sink: str) -> None:
    """With the keys it had seen, and what it had put into the spool: nothing is missing, and nothing twice."""
    books.post(*postings(range(11, 10_001)))
    books.pipeline.write_text(books.pipeline.read_text(encoding="utf-8") + sink, encoding="utf-8")
    assert dying.run(books.pipeline, "save", 4) == -9
    saved = back_up(books.state, books.folder / "state.zip", "books")
    assert any(name.startswith("runs/") for name in saved.manifest.files)
    assert any(name.startswith("spool/") for name in saved.manifest.files) == bool(sink)
    shutil.rmtree(books.state)
    restore(saved.path, books.state, "books", replace=False)
    ended = books.run()
    assert ended.code == 0, ended.err
    assert len(ended.report["moments"]) == 2
    assert sorted(map(int, books.ids())) == list(range(1, 10_001))


def test_a_state_that_is_there_is_kept_unless_somebody_says_so(books: Books, archive: Path) -> None:
    """Then it is moved aside, whole, with what waited."""
    books.post(*postings([11]))
    books.run()
    newer = runs(books.state)
    with pytest.raises(ConfigError, match="there is a state already"):
        restore(archive, books.state, "books", replace=False)
    assert runs(books.state) == newer
    restored = restore(archive, books.state, "books", replace=True)
    assert len(runs(books.state)) == 1
    assert restored.aside is not None
    assert restored.aside.parent == books.state / "replaced"
    assert runs(restored.aside) == newer
    assert (restored.aside / "spool" / "books" / newer[0] / "run.json").exists()


def test_a_damaged_state_can_be_replaced(books: Books, archive: Path) -> None:
    """That is what backups are for."""
    (books.state / "ledger.db").write_bytes(b"no database at all" * 500)
    restored = restore(archive, books.state, "books", replace=True)
    assert len(runs(books.state)) == 1
    assert restored.aside is not None
    assert (restored.aside / "ledger.db").read_bytes().startswith(b"no database")


def test_not_while_a_run_is_going(books: Books, archive: Path) -> None:
    """Nor one of another pipeline of that folder, nor a delivery."""
    for held in ("books", "others", "books@bus"):
        with PipelineLock(books.state, held), pytest.raises(TryLater, match="is going since"):
            restore(archive, books.state, "books", replace=True)
    assert not (books.state / "replaced").exists()


def test_a_backup_of_another_pipeline_is_refused(books: Books, archive: Path) -> None:
    """It says whose it is; nothing is changed."""
    with pytest.raises(ConfigError, match="knows nothing of others") as caught:
        restore(archive, books.folder / "elsewhere", "others", replace=False)
    assert caught.value.hint == "It has the state of: books."
    assert not Ledger.exists(books.folder / "elsewhere")


def changed(archive: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Writes the archive anew, each file as ``change`` gives it (None: without it)."""
    with ZipFile(archive) as opened:
        files = {name: change(name, opened.read(name)) for name in opened.namelist()}
    with ZipFile(archive, "w") as made:
        for name, content in files.items():
            if content is not None:
                made.writestr(name, content)


def flipped(name: str, content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1]) if name.endswith(".arrows") else content


def without_segment(name: str, content: bytes) -> bytes | None:
    return None if name.endswith(".arrows") else content


def without_manifest(name: str, content: bytes) -> bytes | None:
    return None if name == "manifest.json" else content


@pytest.mark.parametrize("change", [flipped, without_segment, without_manifest])
def test_a_backup_that_is_not_whole_is_refused(
    books: Books, archive: Path, change: Callable[[str, bytes], bytes | None]
) -> None:
    """A byte that changed, a file that is missing; what is there stays as it is."""
    changed(archive, change)
    before = runs(books.state)
    with pytest.raises(StateMismatch, match="no whole backup of a state"):
        restore(archive, books.state, "books", replace=True)
    assert runs(books.state) == before
    assert not (books.state / "replaced").exists()
    assert not (books.state / "restoring").exists()


@pytest.mark.parametrize("keep", [0, 100, -100])
def test_a_backup_that_was_cut_off_is_refused(books: Books, archive: Path, keep: int) -> None:
    """A download that broke off, or an empty file."""
    archive.write_bytes(archive.read_bytes()[:keep])
    with pytest.raises(StateMismatch, match="no whole backup of a state"):
        restore(archive, books.state, "books", replace=True)


def test_what_a_killed_one_left_is_no_obstacle(books: Books, archive: Path) -> None:
    """It is done again."""
    (books.state / "restoring").mkdir()
    (books.state / "restoring" / "ledger.db").write_bytes(b"half")
    restore(archive, books.state, "books", replace=True)
    assert len(runs(books.state)) == 1


def test_a_restored_state_lives_here(books: Books, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the machine and in the folder that it was restored to, and not as a clone."""
    be(monkeypatch, "beta")
    there = books.folder / "new"
    restore(archive, there, "books", replace=False)
    with Ledger.open(there) as ledger:
        assert [home.host for home in ledger.homes.list()] == ["beta"]
        assert check_home(ledger, this_machine()) == []
