"""`screen open`, as far as it goes without a display."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from legacy_adapters.cli.main import run_command


@pytest.fixture(autouse=True)
def _no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there is a display asked for by name")
def test_without_a_display(capsys: pytest.CaptureFixture[str]) -> None:
    """It says what is missing and where the command can be used instead."""
    assert run_command(["screen", "open", "http://127.0.0.1:1/app"]) == 78
    assert "there is no display" in capsys.readouterr().err


def test_a_file_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is opened for what could not be kept."""
    path = tmp_path / "a.yaml"
    path.write_text("mine")
    assert run_command(["screen", "open", "http://127.0.0.1:1/app", "--to", str(path)]) == 73
    assert "a-2.yaml" in capsys.readouterr().err
    assert path.read_text() == "mine"


def test_what_is_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    """It is told how one is written."""
    assert run_command(["screen", "open", "ledger"]) == 78
    assert "no address of a page" in capsys.readouterr().err
