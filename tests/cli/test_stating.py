"""What is said of a state that was saved, shown or taken over."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.runs.away import Bus
from tests.runs.books import Books
from tests.runs.machines import be


def test_a_backup_says_what_is_in_it(books: Books) -> None:
    """In words, and as JSON."""
    run = books.run().report["run_id"]
    to = books.folder / "state.zip"
    said = books.command("state", "backup", books.pipeline, "--to", to)
    first, second = said.out.splitlines()
    assert first.startswith(f"{to}: ")
    assert second == f"books: up to run {run}"
    found = json.loads(books.command("state", "backup", books.pipeline, "--to", to, "--json").out)
    assert found["backup"] == str(to)
    assert found["bytes"] == to.stat().st_size
    assert found["last_runs"] == {"books": run}
    assert found["missing"] == []


def test_what_is_missing_is_said(books: Books, bus: Bus) -> None:
    """The rest is saved."""
    bus.set("down")
    books.run()
    shutil.rmtree(books.state / "spool")
    said = books.command("state", "backup", books.pipeline, "--to", books.folder / "state.zip")
    assert said.code == 0
    assert "is not whole in it: it is gone, or was cut off." in said.err


def test_a_restored_backup_says_what_was_there(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of when it is, and where the older state is now."""
    be(monkeypatch, "alpha")
    books.run()
    to = books.folder / "state.zip"
    books.command("state", "backup", books.pipeline, "--to", to)
    said = books.command("state", "adopt", to, books.pipeline, "--replace")
    assert said.out.startswith(f"{books.state}: as it was on alpha at 20")
    assert f"What was there before is in {books.state / 'replaced'}" in said.err
    found = json.loads(books.command("state", "adopt", to, books.pipeline, "--replace", "--json").out)
    assert Path(found["aside"]).parent == books.state / "replaced"
    assert found["host"] == "alpha"


def test_a_state_taken_over_says_so(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """As JSON with where it lived."""
    be(monkeypatch, "alpha")
    books.run()
    be(monkeypatch, "beta")
    found = json.loads(books.command("state", "adopt", books.pipeline, "--json").out)
    assert found["checked"] is True
    assert [home["host"] for home in found["homes_before"]] == ["alpha"]
    said = books.command("state", "adopt", books.pipeline)
    assert said.out == f"{books.state}: lives here from now on\n"


def test_a_machine_without_an_id_is_told_so(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """And how to give it one."""
    monkeypatch.setattr("legacy_adapters.runs.state.machine._own_id", lambda: None)
    books.run()
    said = books.command("state", "adopt", books.pipeline)
    assert said.code == 0
    assert "LEGACY_ADAPTERS_MACHINE gives it one" in said.err


def test_an_export_is_lines_of_json(books: Books) -> None:
    """To standard output, or a file."""
    books.run()
    said = books.command("state", "export", books.pipeline)
    assert [json.loads(line)["kind"] for line in said.out.splitlines()] == ["state", "pipeline"]
    to = books.folder / "state.jsonl"
    assert books.command("state", "export", books.pipeline, "--to", to).out == ""
    assert len(to.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize("command", [["backup", "--to", "x.zip"], ["export"], ["adopt"]])
def test_where_nothing_has_run(books: Books, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 78, with what to do."""
    monkeypatch.chdir(books.folder)
    ended = books.command("state", *command, books.pipeline)
    assert ended.code == 78
    assert "nothing has run here" in ended.err
