"""What the tests of the commands have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shop import Shop, open_shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shop:
    """A project in the current folder."""
    monkeypatch.chdir(tmp_path)
    return open_shop(tmp_path, capsys)
