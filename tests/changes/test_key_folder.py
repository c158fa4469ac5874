"""What goes wrong with the folder of keys is told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.changes.key_folder import keeping
from legacy_adapters.core.errors import OutputError, StateMismatch


def test_a_file_that_is_gone_means_that_ledger_and_disk_disagree(tmp_path: Path) -> None:
    """The run cannot be gone on with."""
    with pytest.raises(StateMismatch, match="are gone"), keeping(tmp_path):
        (tmp_path / "missing").read_bytes()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """With what to look at."""
    with pytest.raises(OutputError, match="cannot be written") as caught, keeping(tmp_path):
        raise PermissionError(13, "Permission denied")
    assert caught.value.where == str(tmp_path)
