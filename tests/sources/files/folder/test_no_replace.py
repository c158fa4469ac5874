"""A new name that never takes another file's place."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from legacy_adapters.sources.files.folder import no_replace
from legacy_adapters.sources.files.folder.no_replace import rename_new


def _without_system_call(monkeypatch: pytest.MonkeyPatch, code: int | None) -> None:
    call = None if code is None else lambda *_: code
    monkeypatch.setattr(no_replace, "_system_call", lambda: call)


def _without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)


@pytest.fixture(params=["one step", "old system", "NFS", "FAT"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param != "one step":
        _without_system_call(monkeypatch, {"old system": None}.get(request.param, errno.EINVAL))
    if request.param == "FAT":
        _without_links(monkeypatch)


@pytest.mark.usefixtures("_way")
def test_a_file_gets_its_new_name(tmp_path: Path) -> None:
    """On every kind of file system, and only that one."""
    (tmp_path / "a").write_bytes(b"1")
    rename_new(tmp_path / "a", tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.usefixtures("_way")
def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    """Both stay as they are."""
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    with pytest.raises(FileExistsError):
        rename_new(tmp_path / "a", tmp_path / "b")
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"1", b"2"]


@pytest.mark.usefixtures("_way")
def test_a_file_that_is_not_there_is_missed(tmp_path: Path) -> None:
    """By the error that the system has for it."""
    with pytest.raises(FileNotFoundError):
        rename_new(tmp_path / "a", tmp_path / "b")


def test_other_errors_of_the_system_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two file systems, say."""
    _without_system_call(monkeypatch, errno.EXDEV)
    with pytest.raises(OSError, match="cross-device"):
        rename_new(tmp_path / "a", tmp_path / "b")


def race(sources: list[Path], goal: Path) -> list[str]:
    """All at once; who won."""
    start, won = threading.Barrier(len(sources)), []

    def run(path: Path) -> None:
        start.wait()
        try:
            rename_new(path, goal)
        except FileExistsError:
            return
        won.append(path.name)

    threads = [threading.Thread(target=run, args=(path,)) for path in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return won


def test_of_many_at_once_one_wins(tmp_path: Path) -> None:
    """Sixteen files race for one name, again and again: none is lost."""
    for number in range(50):
        sources = [tmp_path / f"{number}-{n}" for n in range(16)]
        for path in sources:
            path.write_text(path.name)
        goal = tmp_path / f"goal{number}"
        won = race(sources, goal)
        assert [goal.read_text()] == won
        assert sum(path.exists() for path in sources) == 15
