"""`demo`, as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.cli.main import run_command
from tests.without_browser import without_playwright


def test_it_ends_with_0_and_says_where_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a fresh folder, although it shows rejects; what it advises to type works."""
    monkeypatch.chdir(tmp_path)
    without_playwright(monkeypatch)
    assert run_command(["demo"]) == 0
    shown = capsys.readouterr().out
    assert 'Its web application was not read: screens need Playwright. pip install "legacy-adapters[screen]"' in shown
    assert "meant to be there" in shown
    advised = [line.split()[1:] for line in shown.splitlines() if line.startswith("  legacy-adapters ")]
    assert {arguments[0] for arguments in advised} == {"streams", "preview", "run", "runs", "rejects", "extract"}
    for arguments in advised:
        assert run_command(arguments) == 0, capsys.readouterr().err


def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 73."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run_command(["demo", "--folder", str(tmp_path / "file" / "demo")]) == 73
    assert "the demo cannot be written" in capsys.readouterr().err
