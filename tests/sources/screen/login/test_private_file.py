"""Small files for their owner alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sources.screen.login.private_file import write_private


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_mode(tmp_path: Path) -> None:
    """File and folder belong to their owner alone, whatever the umask, also where a file for all was there before."""
    path = tmp_path / "sessions" / "a.session"
    before = os.umask(0)
    try:
        write_private(path, b"first")
        path.chmod(0o644)
        write_private(path, b"second")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"second"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk refuses the data, the earlier file is whole, no part stays behind, and the error says what to
    do."""
    path = tmp_path / "a.session"
    write_private(path, b"first")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left") as raised:
        write_private(path, b"second")
    assert raised.value.exit_code == 73
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"first"]


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """A state folder that cannot be made is an error that names the path."""
    (tmp_path / "sessions").write_bytes(b"")
    with pytest.raises(OutputError, match="sessions"):
        write_private(tmp_path / "sessions" / "a.session", b"")
