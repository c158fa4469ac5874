"""How past runs look."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from legacy_adapters.cli.history import list_runs, show_run
from legacy_adapters.cli.ledgers import Ledgers
from legacy_adapters.core.checkpoint import Checkpoint, Rows, Tally
from legacy_adapters.runs.ledger.ledger import Ledger

NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
TALLY = Tally(Rows(read=1500, taken=1490, filtered=3, rejected=7))
REACHED = Checkpoint({"gl": {"": "1500"}}, frozenset(), "{}", {}, {"gl": TALLY}, 1491)


def stopped_run(folder: Path) -> str:
    """A run that the server's end stopped."""
    with Ledger.open(folder) as ledger:
        run = ledger.runs.begin("gl", "f", {}, NOON)
        ledger.runs.save(run, REACHED)
        ledger.runs.stopped(run, 69, "the server is gone")
        return run.id


def test_a_run_takes_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its status, its exit code and how far it came."""
    run_id = stopped_run(tmp_path)
    list_runs(Ledgers((tmp_path,)), 20, as_json=False)
    (line,) = (line for line in capsys.readouterr().out.splitlines() if run_id in line)
    cells = [cell.strip() for cell in line.strip("│").split("│")]
    assert [*cells[:3], *cells[4:]] == [run_id, "gl", "running", "69", "1,500", "7"]


def test_the_folder_is_shown_where_there_are_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that it is clear which project a run was of."""
    monkeypatch.chdir(tmp_path)
    folders = (Path("north/state"), Path("south/state"))
    for folder in folders:
        stopped_run(folder)
    list_runs(Ledgers(folders), 20, as_json=False)
    shown = capsys.readouterr().out
    assert "north" in shown
    assert "south" in shown


def test_as_json_with_the_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a run."""
    stopped_run(tmp_path)
    list_runs(Ledgers((tmp_path,)), 20, as_json=True)
    line = json.loads(capsys.readouterr().out)
    assert (line["read"], line["rejected"], line["exit_code"]) == (1500, 7, 69)
    assert (line["error"], line["state_dir"]) == ("the server is gone", str(tmp_path))


def test_an_unfinished_run_shows_how_far_it_came_and_why_it_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has no report yet."""
    stopped_run(tmp_path)
    show_run(Ledgers((tmp_path,)), "last", as_json=False)
    shown = capsys.readouterr().out
    assert "1,490" in shown
    assert "the server is gone" in shown


def test_a_ledger_without_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said in words."""
    Ledger.open(tmp_path).close()
    list_runs(Ledgers((tmp_path,)), 20, as_json=False)
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "Nothing has run yet.\n")
