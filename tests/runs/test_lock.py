"""One run of a pipeline at a time, shown with real processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError, TryLater
from legacy_adapters.runs.lock import PipelineLock

ROOT = Path(__file__).parents[2]

_HOLD = """
import sys
from pathlib import Path
from legacy_adapters.runs.lock import PipelineLock
with PipelineLock(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _held_elsewhere(folder: Path, pipeline: str = "gl") -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock, until its input ends or it is killed."""
    command = [sys.executable, "-c", _HOLD, str(folder), pipeline]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_run_is_to_be_tried_later(tmp_path: Path) -> None:
    """While one process holds the lock another gets exit code 75, and is told who and since when."""
    with (
        _held_elsewhere(tmp_path) as holder,
        pytest.raises(TryLater, match=rf"another run of gl is going since 20.*pid {holder.pid}, host") as caught,
        PipelineLock(tmp_path, "gl"),
    ):
        pytest.fail("held by two processes")
    assert caught.value.exit_code == 75
    assert socket.gethostname() in caught.value.message


def test_a_killed_holder_leaves_nothing_behind(tmp_path: Path) -> None:
    """After a SIGKILL the lock is free at once: there is nothing to delete by hand."""
    with _held_elsewhere(tmp_path) as holder:
        holder.kill()
        holder.wait(timeout=30)
        with PipelineLock(tmp_path, "gl"):
            pass


def test_an_ended_holder_leaves_nothing_behind(tmp_path: Path) -> None:
    """A run that has ended lets the next one in."""
    with _held_elsewhere(tmp_path) as holder:
        holder.communicate(timeout=30)
        assert holder.returncode == 0
        with PipelineLock(tmp_path, "gl"):
            pass


def test_other_pipelines_are_free(tmp_path: Path) -> None:
    """A lock is of one pipeline in one state folder."""
    with _held_elsewhere(tmp_path, "gl"), PipelineLock(tmp_path, "invoices"), PipelineLock(tmp_path / "other", "gl"):
        assert len(list(tmp_path.glob("*.lock"))) == 2


def test_the_holder_is_not_wiped_out_by_those_who_come_second(tmp_path: Path) -> None:
    """Each of many that are turned away is told of the same holder."""
    with _held_elsewhere(tmp_path) as holder:
        for _ in range(3):
            with pytest.raises(TryLater, match=f"pid {holder.pid}"):
                PipelineLock(tmp_path, "gl").__enter__()


def test_two_locks_of_one_process_exclude_each_other(tmp_path: Path) -> None:
    """Two threads of a program are no safer than two programs."""
    with PipelineLock(tmp_path, "gl"), pytest.raises(TryLater, match=f"pid {os.getpid()}"):
        PipelineLock(tmp_path, "gl").__enter__()
    with PipelineLock(tmp_path, "gl"):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"since": 5, "pid": 1, "host": "x"}'])
def test_a_holder_that_has_not_signed_yet_still_holds(tmp_path: Path, content: str) -> None:
    """Whatever stands in the holder's note, the lock itself decides."""
    with PipelineLock(tmp_path, "gl"):
        (tmp_path / "gl.lock.json").write_text(content, encoding="utf-8")
        with pytest.raises(TryLater) as caught:
            PipelineLock(tmp_path, "gl").__enter__()
    assert (caught.value.message, caught.value.where) == ("another run of gl is going", str(tmp_path / "gl.lock"))


def test_the_time_is_shown_as_the_clock_on_the_wall(tmp_path: Path) -> None:
    """Since when is local time, as a person expects it."""
    began = datetime(2026, 11, 21, 3, 15, tzinfo=UTC)
    local = began.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    with PipelineLock(tmp_path, "gl", clock=lambda: began), pytest.raises(TryLater, match=local):
        PipelineLock(tmp_path, "gl").__enter__()


def test_released_after_an_error(tmp_path: Path) -> None:
    """A run that fails lets the next one in."""
    with pytest.raises(ZeroDivisionError), PipelineLock(tmp_path, "gl"):
        raise ZeroDivisionError
    assert not (tmp_path / "gl.lock.json").exists()
    with PipelineLock(tmp_path, "gl"):
        pass


@pytest.mark.parametrize("name", ["../outside", "a/b", "Müller & Söhne", "con:", ".."])
def test_any_name_stays_in_the_folder(tmp_path: Path, name: str) -> None:
    """A pipeline's name is never taken for a path."""
    folder = tmp_path / "state"
    with PipelineLock(folder, name):
        assert len(list(folder.glob("*.lock"))) == 1
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Where no lock can be taken nothing runs: exit code 73."""
    (tmp_path / "state").touch()
    with pytest.raises(OutputError, match="no lock can be taken") as caught:
        PipelineLock(tmp_path / "state", "gl").__enter__()
    assert caught.value.exit_code == 73


def test_a_note_that_cannot_be_written_frees_the_lock(tmp_path: Path) -> None:
    """A disk that fills up between lock and note leaves no lock behind."""
    (tmp_path / "gl.lock.json").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        PipelineLock(tmp_path, "gl").__enter__()
    (tmp_path / "gl.lock.json").rmdir()
    with PipelineLock(tmp_path, "gl"):
        pass
