"""Durable, alone, and in one step."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks import atomic_file


class SharingViolation(PermissionError):
    """What Windows says while another program holds a file."""

    winerror = 32


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "disk full\n  Make room"),
        (errno.EDQUOT, "disk full\n  Make room"),
        (errno.EFBIG, "too large"),
        (errno.EACCES, "not writable"),
        (errno.EROFS, "not writable"),
        (errno.EISDIR, "is a folder"),
        (errno.ENOTDIR, "part of the path is a file"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_every_error_of_the_system_is_explained(code: int, said: str) -> None:
    """With the path, what happened, and what to do; exit code 73."""
    with pytest.raises(OutputError) as caught, atomic_file.writing(Path("out.csv")):
        raise OSError(code, os.strerror(code))
    assert str(caught.value).startswith("out.csv: ")
    assert said in str(caught.value)
    assert caught.value.hint
    assert caught.value.exit_code == 73


def test_all_is_written_however_little_the_disk_takes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A write may be short without being an error."""
    taken: list[bytes] = []

    def write(_: int, data: memoryview) -> int:
        taken.append(bytes(data[:3]))
        return len(taken[-1])

    monkeypatch.setattr(os, "write", write)
    atomic_file.write_all(1, b"12345678")
    assert taken == [b"123", b"456", b"78"]


def test_a_locked_file_is_held_against_others(tmp_path: Path) -> None:
    """A second opening fails until the first is closed; nothing of its content is lost by that."""
    path = tmp_path / "part"
    first = atomic_file.open_locked(path)
    os.write(first, b"kept")
    with pytest.raises(OutputError, match="is being written by another program"):
        atomic_file.open_locked(path)
    os.close(first)
    second = atomic_file.open_locked(path)
    os.close(second)
    assert path.read_bytes() == b"kept"
    assert [found.name for found in tmp_path.iterdir()] == ["part"]


def test_a_file_that_was_published_while_it_was_opened_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening and locking its holder may have renamed it: then another is created."""
    path, final = tmp_path / "part", tmp_path / "final"
    path.write_bytes(b"published")
    locked = atomic_file._lock
    renames = [lambda: path.rename(final)]

    def late(descriptor: int, part: Path) -> None:
        if renames:
            renames.pop()()
        locked(descriptor, part)

    monkeypatch.setattr(atomic_file, "_lock", late)
    descriptor = atomic_file.open_locked(path)
    os.write(descriptor, b"new")
    os.close(descriptor)
    assert (path.read_bytes(), final.read_bytes()) == (b"new", b"published")


@pytest.mark.skipif(sys.platform == "win32", reason="locks by msvcrt there")
def test_where_there_are_no_locks_it_goes_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network file systems refuse them."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    os.close(atomic_file.open_locked(tmp_path / "part"))


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not made durable there")
def test_new_folders_are_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each folder that is created is made known durably in the one above it."""
    synced: list[Path] = []
    monkeypatch.setattr(atomic_file, "sync_folder", synced.append)
    atomic_file.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert set(synced) == {tmp_path, tmp_path / "a"}
    synced.clear()
    atomic_file.make_folder(tmp_path / "a")
    assert synced == []


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not made durable there")
@pytest.mark.parametrize(("code", "raised"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_only_what_a_file_system_cannot_do_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, raised: bool
) -> None:
    """A folder that cannot be synced by nature is fine, one whose disk fails is not."""

    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    if raised:
        with pytest.raises(OSError, match="Input/output error"):
            atomic_file.sync_folder(tmp_path)
    else:
        atomic_file.sync_folder(tmp_path)


def test_a_file_held_for_a_while_is_replaced_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a virus scanner or a reader may hold it for a moment."""
    part, final = tmp_path / "part", tmp_path / "final"
    part.write_text("new")
    final.write_text("old")
    replace, held, pauses = Path.replace, [1, 2, 3], list[float]()

    def refuse(self: Path, target: Path) -> Path:
        if held:
            held.pop()
            raise SharingViolation(errno.EACCES, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    atomic_file.rename(part, final, pause=pauses.append)
    assert final.read_text() == "new"
    assert pauses == [0.05, 0.1, 0.2]


def test_a_file_held_for_ever_is_an_error_with_the_part_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some seconds; the hint names the part."""
    part, final = tmp_path / ".x.csv.part", tmp_path / "x.csv"
    part.write_text("new")
    pauses = list[float]()

    def refuse(self: Path, target: Path) -> Path:
        raise SharingViolation(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"held by another program\n.*kept in \.x\.csv\.part"):
        atomic_file.rename(part, final, pause=pauses.append)
    assert atomic_file.RENAME_SECONDS <= sum(pauses) < atomic_file.RENAME_SECONDS + 1
    assert part.read_text() == "new"


def test_a_rename_that_is_not_allowed_is_not_tried_again(tmp_path: Path) -> None:
    """Waiting does not help against a folder in its place."""
    (tmp_path / "part").touch()
    (tmp_path / "final").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        atomic_file.rename(tmp_path / "part", tmp_path / "final", pause=lambda _: pytest.fail("waited"))
