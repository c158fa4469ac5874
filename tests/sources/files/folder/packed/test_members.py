"""What is in the archives of a folder."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.entry import Entry
from legacy_adapters.sources.files.folder.local_store import LocalStore
from legacy_adapters.sources.files.folder.packed.members import Members
from legacy_adapters.sources.files.folder.pattern import Patterns
from legacy_adapters.sources.files.folder.settings import Limits
from tests.sources.files.folder.drops import drop


def zipped(*names: str) -> bytes:
    """An archive of members of these names."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as writer:
        for name in names:
            writer.writestr(name, name)
    return data.getvalue()


def entry(folder: Path, name: str) -> Entry:
    """A file as it lies there."""
    found = LocalStore(folder).find(name)
    assert found is not None
    return found


def members(folder: Path, pattern: str, limits: Limits | None = None) -> Members:
    """Of the archives of a folder."""
    return Members(LocalStore(folder), Patterns.of(pattern), limits or Limits())


def test_those_that_are_meant_are_listed(tmp_path: Path) -> None:
    """Also of a file that is claimed, by its own name."""
    drop(tmp_path, ".claimed", zipped("BUCH1.TXT", "KUND.TXT", "in/BUCH2.TXT"))
    found = members(tmp_path, "*.zip!BUCH*").of(entry(tmp_path, ".claimed"), "month.zip")
    assert [one.name for one in found] == ["BUCH1.TXT", "in/BUCH2.TXT"]


def test_compressed_archives_are_listed(tmp_path: Path) -> None:
    """Taken apart as a stream."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as writer:
        writer.addfile(tarfile.TarInfo("a.txt"))
    drop(tmp_path, "a.tgz", data.getvalue())
    assert [one.name for one in members(tmp_path, "*").of(entry(tmp_path, "a.tgz"), "a.tgz")] == ["a.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_member_of_a_name_makes_both_doubtful(tmp_path: Path) -> None:
    """Which one is meant cannot be told."""
    drop(tmp_path, "a.zip", zipped("x.txt", "x.txt"))
    (found,) = members(tmp_path, "*").of(entry(tmp_path, "a.zip"), "a.zip")
    assert found.refused is not None
    assert "two members" in found.refused


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    """With what to state where it is meant."""
    drop(tmp_path, "a.zip", zipped("1", "2", "3"))
    assert len(members(tmp_path, "*", Limits(members=3)).of(entry(tmp_path, "a.zip"), "a.zip")) == 3
    with pytest.raises(BadPart, match="more than 2 members"):
        members(tmp_path, "*", Limits(members=2)).of(entry(tmp_path, "a.zip"), "a.zip")


def test_each_content_is_listed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is looked at again and again; a damaged archive is remembered too."""
    good, bad = drop(tmp_path, "a.zip", zipped("1")), drop(tmp_path, "b.zip", b"none")
    found = members(tmp_path, "*")
    opened: list[str] = []
    store_open = LocalStore.open

    def counted(store: LocalStore, name: str) -> object:
        opened.append(name)
        return store_open(store, name)

    monkeypatch.setattr(LocalStore, "open", counted)
    for _ in range(3):
        assert len(found.of(entry(tmp_path, "a.zip"), "a.zip")) == 1
        with pytest.raises(BadPart):
            found.of(entry(tmp_path, "b.zip"), "b.zip")
    assert sorted(opened) == [good.name, bad.name]
