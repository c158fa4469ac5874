"""A state that was cloned or copied is not run; one that was moved is, and no alarm is without a way out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.state.home import adopt_here, check_home
from legacy_adapters.runs.state.machine import Machine
from tests.runs.away import Bus, deliver
from tests.runs.books import Books
from tests.runs.machines import be

A, B = Machine("a", "alpha"), Machine("b", "beta")


def copied(books: Books) -> Books:
    """The whole project in another folder."""
    other = books.folder.with_name(f"{books.folder.name} copied")
    shutil.copytree(books.folder, other)
    return replace(books, folder=other)


def check(folder: Path, machine: Machine) -> list[str]:
    """Uses the state there."""
    with Ledger.open(folder) as ledger:
        return check_home(ledger, machine)


def test_a_state_stays_at_home(tmp_path: Path) -> None:
    """Nothing is said."""
    assert check(tmp_path, A) == []
    assert check(tmp_path, A) == []


def test_on_another_machine_it_is_a_clone(tmp_path: Path) -> None:
    """It is said whose it is, since when, and what to do; taken over it runs on both, as a failover needs."""
    check(tmp_path, A)
    with pytest.raises(StateMismatch, match=r"it was last used on alpha, in .*, at 20\d\d-") as caught:
        check(tmp_path, B)
    assert "state adopt PIPELINE" in caught.value.hint
    with Ledger.open(tmp_path) as ledger:
        assert adopt_here(ledger, tmp_path, B)
    assert check(tmp_path, B) == []
    assert check(tmp_path, A) == []


def test_where_nothing_is_known_nothing_is_refused(tmp_path: Path) -> None:
    """On a machine without an id, neither now nor because of it later."""
    unknown = Machine(None, "3f2a9c")
    assert check(tmp_path, unknown) == []
    assert check(tmp_path, A) == []
    assert check(tmp_path, unknown) == []
    with Ledger.open(tmp_path) as ledger:
        assert not adopt_here(ledger, tmp_path, unknown)


def test_machines_may_share_a_network_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock keeps them apart there."""
    check(tmp_path, A)
    monkeypatch.setattr("legacy_adapters.runs.state.home.is_network_folder", lambda folder: True)
    assert check(tmp_path, B) == []


def test_a_copy_beside_the_original_is_refused(tmp_path: Path) -> None:
    """Until somebody says that it is the one that goes on."""
    check(tmp_path / "one", A)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    with pytest.raises(StateMismatch, match=r"this state is a copy: that in .*one, last used at .*, is still there"):
        check(tmp_path / "two", A)
    assert check(tmp_path / "one", A) == []
    with Ledger.open(tmp_path / "two") as ledger:
        adopt_here(ledger, tmp_path / "two", A)
    assert check(tmp_path / "two", A) == []


def test_a_moved_folder_goes_on(tmp_path: Path) -> None:
    """It is noted once; what is put back to the old place later is a copy then."""
    check(tmp_path / "one", A)
    (tmp_path / "one").rename(tmp_path / "two")
    assert check(tmp_path / "two", A) == [f"the state was moved from {tmp_path / 'one'} to {tmp_path / 'two'}"]
    assert check(tmp_path / "two", A) == []
    shutil.copytree(tmp_path / "two", tmp_path / "one")
    with pytest.raises(StateMismatch, match="is a copy"):
        check(tmp_path / "one", A)


def test_another_state_at_the_old_place_is_not_a_copy(tmp_path: Path) -> None:
    """A project that was moved, and a new one begun in its place."""
    check(tmp_path / "one", A)
    (tmp_path / "one").rename(tmp_path / "two")
    check(tmp_path / "one", A)
    assert "was moved" in check(tmp_path / "two", A)[0]


def test_something_else_at_the_old_place_is_not_a_copy(tmp_path: Path) -> None:
    """A file that is no ledger of anybody."""
    check(tmp_path / "one", A)
    (tmp_path / "one").rename(tmp_path / "two")
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "ledger.db").write_bytes(b"no database at all" * 100)
    assert "was moved" in check(tmp_path / "two", A)[0]


def test_one_folder_at_two_places_is_one(tmp_path: Path) -> None:
    """A link to its ledger stands for a mount that shows it elsewhere."""
    check(tmp_path / "one", A)
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "ledger.db").hardlink_to(tmp_path / "one" / "ledger.db")
    assert check(tmp_path / "two", A) == []
    assert check(tmp_path / "one", A) == []


def test_a_new_name_of_the_machine_is_worth_a_word(tmp_path: Path) -> None:
    """A cloned machine keeps the id, and mostly gets another name; a renamed one is not held up."""
    check(tmp_path, A)
    (note,) = check(tmp_path, Machine("a", "gamma"))
    assert note.startswith("this machine was called alpha and is now called gamma")
    assert check(tmp_path, Machine("a", "gamma")) == []


def test_a_run_of_a_clone_ends_at_once(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 73, before anything is read or written; a dry run does no harm anywhere."""
    be(monkeypatch, "alpha")
    assert books.run().code == 0
    be(monkeypatch, "beta")
    ended = books.run()
    assert ended.code == 73
    assert "belongs to another machine: it was last used on alpha" in ended.message
    assert books.run("--dry-run").code == 0
    assert books.command("state", "adopt", books.pipeline).code == 0
    assert books.run().code == 0


def test_a_run_of_a_copied_project_ends_at_once(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """And one of a project that was renamed does not."""
    be(monkeypatch, "alpha")
    assert books.run().code == 0
    copy = copied(books)
    assert copy.run().code == 73
    assert books.run().code == 0
    shutil.rmtree(books.folder)
    assert copy.run().code == 0


def test_a_clone_does_not_deliver(books: Books, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits there would come twice."""
    be(monkeypatch, "alpha")
    bus.set("down")
    books.run()
    bus.clear("down")
    be(monkeypatch, "beta")
    ended = deliver(books)
    assert ended.code == 73
    assert "belongs to another machine" in ended.err
    assert bus.events == []
