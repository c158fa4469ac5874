"""The commands `state backup`, `state export` and `state adopt`."""

from __future__ import annotations

import pytest

from tests.runs.books import Books
from tests.runs.machines import be


def test_each_says_how_it_is_used(books: Books) -> None:
    """With an example."""
    for command in ("backup", "export", "adopt"):
        said = books.command("state", command, "--help")
        assert said.code == 0
        assert f"legacy-adapters state {command} " in said.out


def test_a_state_goes_to_another_machine_and_on(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved here, restored there, run."""
    be(monkeypatch, "alpha")
    books.run()
    saved = books.command("state", "backup", books.pipeline, "--to", books.folder / "state.zip")
    assert saved.code == 0, saved.err
    be(monkeypatch, "beta")
    refused = books.command("state", "adopt", books.folder / "state.zip", books.pipeline)
    assert refused.code == 78
    assert "there is a state already" in refused.err
    adopted = books.command("state", "adopt", books.folder / "state.zip", books.pipeline, "--replace")
    assert adopted.code == 0, adopted.err
    assert books.run().code == 0


def test_a_state_in_another_folder(books: Books) -> None:
    """With --state-dir."""
    elsewhere = books.folder / "elsewhere"
    books.run()
    books.command("state", "backup", books.pipeline, "--to", books.folder / "state.zip")
    to = ("--state-dir", elsewhere)
    assert books.command("state", "adopt", books.folder / "state.zip", books.pipeline, *to).code == 0
    assert (elsewhere / "ledger.db").exists()
    assert books.command("state", "adopt", books.pipeline, *to).code == 0
    assert books.command("state", "export", books.pipeline, *to).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["adopt", "books.yaml", "books.yaml", "books.yaml"], "one BACKUP and one PIPELINE at most"),
        (["adopt", "books.yaml", "--replace"], "--replace needs a BACKUP"),
        (["backup", "books.yaml"], "Missing option '--to'"),
        (["adopt", "no such.zip", "books.yaml"], "does not exist"),
    ],
)
def test_wrong_use(books: Books, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    """Exit code 2."""
    monkeypatch.chdir(books.folder)
    ended = books.command("state", *arguments)
    assert ended.code == 2
    assert said in ended.err
