"""The folder for what a browser leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from legacy_adapters.sources.screen.browser.scratch import scratch_folder


def test_folder_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is removed with all that is in it, and so is one whose process was killed; one in use stays."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    used, left = tmp_path / "legacy-adapters-browser-used", tmp_path / "legacy-adapters-browser-left"
    for folder in (used, left):
        folder.mkdir()
        (folder / "in-use").touch()
    with FileLock(used / "in-use"):
        with scratch_folder() as folder:
            (folder / "profile").mkdir()
            (folder / "profile" / "cookies").touch()
            assert sorted(tmp_path.iterdir()) == sorted([used, folder])
        assert list(tmp_path.iterdir()) == [used]
