"""A run that is killed before each of its changes of the disk loses and doubles nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


def kills(folder: Path, archive: str) -> int:
    """How often it was killed, each time with the right end."""
    command = [sys.executable, "-m", "tests.sources.files.folder.dying", str(folder), archive]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_killed_anywhere_nothing_is_lost(tmp_path: Path) -> None:
    """Files, triggers and reports are where they belong, once, after the next run."""
    assert kills(tmp_path, "done") > 10


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")
def test_killed_while_copying_to_another_file_system_nothing_is_lost(tmp_path: Path) -> None:
    """The same where moving is copying."""
    other = Path(tempfile.mkdtemp(dir="/dev/shm"))
    try:
        assert kills(tmp_path, f"{other}/{{step}}") > 20
    finally:
        shutil.rmtree(other)
