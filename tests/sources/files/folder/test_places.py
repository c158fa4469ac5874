"""Which store a path stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.folder.places import is_url, open_store
from tests.sources.files.folder.drops import drop


@pytest.mark.parametrize("path", ["share", "./share", "{folder}/share", "file://{folder}/share"])
def test_local_paths_start_from_the_pipeline_file(tmp_path: Path, path: str) -> None:
    """Relative, absolute, or as a URL."""
    drop(tmp_path, "share/a.txt")
    store = open_store(path.format(folder=tmp_path), tmp_path, {}, claiming=True)
    assert store.local
    assert store.shown("a.txt") == str(tmp_path / "share/a.txt")


def test_a_drive_is_no_file_system() -> None:
    """`C:` is not a scheme."""
    assert not is_url("C:\\drops")
    assert not is_url("drops/a:b")
    assert is_url("sftp://host/drops")


def test_options_without_a_server_are_refused(tmp_path: Path) -> None:
    """They would have no effect."""
    with pytest.raises(ConfigError):
        open_store(str(tmp_path), tmp_path, {"timeout": "3"}, claiming=False)
