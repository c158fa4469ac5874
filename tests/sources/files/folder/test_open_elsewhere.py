"""Whether another program holds a file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from legacy_adapters.sources.files.folder.open_elsewhere import held_by_another

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")

_HOLD = """
import fcntl, sys
file = open(sys.argv[1], sys.argv[2])
{lock}
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(path: Path, mode: str, lock: str = "") -> Iterator[None]:
    """Another process has the file."""
    command = [sys.executable, "-c", _HOLD.format(lock=lock), str(path), mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield
        process.communicate(b"")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that nobody holds."""
    path = tmp_path / "a.txt"
    path.write_text("1;2;3\n")
    return path


def test_a_file_that_nobody_holds_is_free(file: Path) -> None:
    """Also one that others read."""
    assert held_by_another(file) is None
    with held(file, "r"):
        assert held_by_another(file) is None


@pytest.mark.parametrize("lock", ["fcntl.flock(file, fcntl.LOCK_EX)", "fcntl.lockf(file, fcntl.LOCK_EX)"])
def test_a_locked_file_is_held(file: Path, lock: str) -> None:
    """By either kind of lock; and free again when the other program has ended."""
    with held(file, "r+", lock):
        assert held_by_another(file) == "another program has locked it"
    assert held_by_another(file) is None


@pytest.mark.skipif(sys.platform != "linux", reason="leases of Linux")
def test_a_file_that_is_open_to_write_is_held(file: Path) -> None:
    """Without any lock: most old programs know none."""
    with held(file, "a"):
        assert held_by_another(file) == "another program has it open"
    assert held_by_another(file) is None


def test_a_file_that_is_gone_is_an_error_of_the_system(tmp_path: Path) -> None:
    """Its caller knows what it means."""
    with pytest.raises(FileNotFoundError):
        held_by_another(tmp_path / "none")
