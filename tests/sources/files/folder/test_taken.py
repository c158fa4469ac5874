"""Whether a file is still what was read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from legacy_adapters.core.errors import PartChanged
from tests.sources.files.folder.drops import drop, only, opened, take


@pytest.mark.parametrize("owner", ["us", None])
def test_a_file_that_grew_is_noticed(tmp_path: Path, owner: str | None) -> None:
    """A program that has it open writes on under any name."""
    path = drop(tmp_path, "a.txt")
    with (
        opened(tmp_path, owner=owner) as folder,
        path.open("ab") as writer,
        take(folder, only(folder.survey())) as taken,
    ):
        writer.write(b"more")
        writer.flush()
        with pytest.raises(PartChanged, match="grew while"):
            taken.unchanged()


def test_a_file_that_was_replaced_is_noticed(tmp_path: Path) -> None:
    """By another of the same size and time."""
    path = drop(tmp_path, "a.txt", b"abc")
    with opened(tmp_path, owner=None) as folder, take(folder, only(folder.survey())) as taken:
        moment = path.stat().st_mtime_ns
        drop(tmp_path, "b.tmp", b"abd")
        os.utime(tmp_path / "b.tmp", ns=(moment, moment))
        (tmp_path / "b.tmp").replace(path)
        with pytest.raises(PartChanged, match="changed while"):
            taken.unchanged()


def test_a_file_that_went_away_is_noticed(tmp_path: Path) -> None:
    """After it was read, too."""
    path = drop(tmp_path, "a.txt")
    with opened(tmp_path, owner=None) as folder, take(folder, only(folder.survey())) as taken:
        path.unlink()
        with pytest.raises(PartChanged, match="went away"):
            taken.unchanged()


def test_a_change_that_hides_its_time_is_noticed(tmp_path: Path) -> None:
    """Size and time can be put back; that something was done cannot."""
    path = drop(tmp_path, "a.txt", b"abc")
    with opened(tmp_path, owner=None) as folder, take(folder, only(folder.survey())) as taken:
        state = path.stat()
        with path.open("r+b") as file:
            file.write(b"abd")
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        with pytest.raises(PartChanged, match="changed while"):
            taken.unchanged()


def test_a_change_of_rights_is_none_of_the_content(tmp_path: Path) -> None:
    """A backup may mark files as saved."""
    path = drop(tmp_path, "a.txt", b"abc")
    with opened(tmp_path, owner=None) as folder, take(folder, only(folder.survey())) as taken:
        path.chmod(0o600)
        taken.unchanged()


def test_a_file_of_this_very_moment_is_compared_whole(tmp_path: Path) -> None:
    """Its time may not have moved on since it was hashed."""
    path = drop(tmp_path, "a.txt", b"abc", age=0)
    with opened(tmp_path, owner=None) as folder, take(folder, only(folder.survey())) as taken:
        taken.unchanged()
        state = path.stat()
        path.write_bytes(b"abd")
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        with pytest.raises(PartChanged):
            taken.unchanged()
