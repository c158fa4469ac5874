"""Moving a file to where nothing is, also to another file system."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from legacy_adapters.sources.files.folder import local_move
from legacy_adapters.sources.files.folder.content import path_digest
from legacy_adapters.sources.files.folder.local_move import move_new, write_new
from tests.sources.files.folder.drops import drop, tree


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder on another file system."""
    import shutil
    import tempfile

    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == Path(tempfile.gettempdir()).stat().st_dev:
        pytest.skip("there is no second file system here")
    folder = Path(tempfile.mkdtemp(dir=other))
    yield folder
    shutil.rmtree(folder)


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    """As many as it takes."""
    source = drop(tmp_path, "a.txt", b"abc")
    assert move_new(source, tmp_path / "x/y/z/b.txt")
    assert tree(tmp_path) == {"x/y/z/b.txt": b"abc"}


def test_what_is_there_stays(tmp_path: Path) -> None:
    """The answer says so."""
    source = drop(tmp_path, "a.txt", b"abc")
    drop(tmp_path, "b.txt", b"old")
    assert not move_new(source, tmp_path / "b.txt")
    assert tree(tmp_path) == {"a.txt": b"abc", "b.txt": b"old"}


def test_between_file_systems_a_file_is_copied_with_its_time(tmp_path: Path, elsewhere: Path) -> None:
    """Nothing half-written is left, and the original is gone at the end."""
    source = drop(tmp_path, "a.txt", b"x" * 3_000_000, age=86400)
    modified = source.stat().st_mtime_ns
    assert move_new(source, elsewhere / "done/a.txt")
    assert tree(tmp_path) == {}
    assert tree(elsewhere) == {"done/a.txt": b"x" * 3_000_000}
    assert (elsewhere / "done/a.txt").stat().st_mtime_ns == modified


def test_between_file_systems_what_is_there_stays(tmp_path: Path, elsewhere: Path) -> None:
    """And no part file beside it."""
    source = drop(tmp_path, "a.txt", b"abc")
    drop(elsewhere, "a.txt", b"old")
    assert not move_new(source, elsewhere / "a.txt")
    assert tree(tmp_path) == {"a.txt": b"abc"}
    assert tree(elsewhere) == {"a.txt": b"old"}


def test_a_copy_that_is_not_the_same_is_thrown_away(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that lies must not cost the only good copy."""
    source = drop(tmp_path, "a.txt", b"abc")
    monkeypatch.setattr(local_move, "path_digest", lambda _: ("other", 3))
    with pytest.raises(OSError, match="not what was read"):
        move_new(source, elsewhere / "a.txt")
    assert tree(tmp_path) == {"a.txt": b"abc"}
    assert tree(elsewhere) == {}


def test_a_file_that_grows_while_it_is_copied_stays(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came behind would be lost."""
    source = drop(tmp_path, "a.txt", b"abc")

    def grown(path: Path) -> tuple[str, int]:
        with source.open("ab") as file:
            file.write(b"more")
        return path_digest(path)

    monkeypatch.setattr(local_move, "path_digest", grown)
    with pytest.raises(OSError, match="changed while"):
        move_new(source, elsewhere / "a.txt")
    assert tree(tmp_path) == {"a.txt": b"abcmore"}
    assert tree(elsewhere) == {}


def test_a_full_disk_leaves_the_file_where_it_was(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing of it where there was no room."""
    source = drop(tmp_path, "a.txt", b"abc")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        move_new(source, elsewhere / "a.txt")
    monkeypatch.undo()
    assert tree(tmp_path) == {"a.txt": b"abc"}
    assert tree(elsewhere) == {}


def test_a_small_file_is_written_once(tmp_path: Path) -> None:
    """Whole, and never over another one."""
    assert write_new(tmp_path / "x/report.txt", b"one")
    assert not write_new(tmp_path / "x/report.txt", b"two")
    assert tree(tmp_path) == {"x/report.txt": b"one"}
