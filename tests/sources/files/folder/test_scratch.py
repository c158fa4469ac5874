"""Temporary copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sources.files.folder.scratch import Scratch


def test_copies_go_with_their_folder(tmp_path: Path) -> None:
    """Made when needed, private, and gone at the end."""
    scratch = Scratch(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with scratch.new(".txt") as (path, file):
        file.write(b"abc")
    assert path.read_bytes() == b"abc"
    assert path.suffix == ".txt"
    assert path.parent.stat().st_mode & 0o077 == 0
    scratch.close()
    scratch.close()
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Half of a file is never read."""
    scratch = Scratch(tmp_path)
    with pytest.raises(KeyError), scratch.new() as (path, _):
        raise KeyError
    assert not path.exists()
    scratch.close()


def test_a_folder_that_is_not_there_is_an_error_in_words(tmp_path: Path) -> None:
    """Of the output: nothing can be copied."""
    with pytest.raises(OutputError), Scratch(tmp_path / "none").new():
        pass
