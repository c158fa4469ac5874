"""A folder of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, OutputError, Unavailable
from legacy_adapters.remote.errors import Lost
from legacy_adapters.sources.files.folder.local_store import LocalStore
from tests.sources.files.folder.drops import drop, tree


def test_only_what_is_wanted_is_looked_at(tmp_path: Path) -> None:
    """A file by its name, a folder by its own."""
    for name in ("a.txt", "b.csv", "in/c.txt", "out/d.txt"):
        drop(tmp_path, name)
    found = LocalStore(tmp_path).entries(lambda name: name.endswith(".txt"), lambda folder: folder == "in")
    assert sorted(entry.name for entry in found.entries) == ["a.txt", "in/c.txt"]


def test_each_kind_of_file_is_known(tmp_path: Path) -> None:
    """Links are not followed, neither to files nor to folders."""
    drop(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("a.txt")
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    found = LocalStore(tmp_path).entries(lambda _: True, lambda _: True).entries
    kinds = {entry.name: entry.kind for entry in found}
    assert kinds == {"a.txt": "file", "pipe": "other", "link": "link", "broken": "link", "round": "link"}


def test_a_name_that_is_no_text_is_a_name(tmp_path: Path) -> None:
    """As Linux has it; it can be opened, claimed and shown."""
    name = os.fsdecode(b"B\xe4nke.txt")
    try:
        drop(tmp_path, name)
    except OSError:
        pytest.skip("this file system takes no such names")
    store = LocalStore(tmp_path)
    assert [entry.name for entry in store.entries(lambda _: True, lambda _: True).entries] == [name]
    assert store.shown(name).endswith(r"B\xe4nke.txt")
    store.claim(name, "b.txt")
    assert store.find("b.txt") is not None


def test_a_folder_that_is_not_there_may_come_back(tmp_path: Path) -> None:
    """A share that is not mounted; a file is another matter."""
    with pytest.raises(Unavailable, match="no such folder"):
        LocalStore(tmp_path / "none")
    with pytest.raises(ConfigError, match="a file, not a folder"):
        LocalStore(drop(tmp_path, "a.txt"))


def test_a_folder_that_goes_away_is_told(tmp_path: Path) -> None:
    """Not taken for an empty one."""
    folder = tmp_path / "share"
    folder.mkdir()
    store = LocalStore(folder)
    folder.rmdir()
    with pytest.raises(Unavailable):
        store.entries(lambda _: True, lambda _: True)


_AS_NOBODY = """
import os, sys
from pathlib import Path
from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.sources.files.folder.local_store import LocalStore
os.setgroups([])
os.setresgid(65534, 65534, 65534)
os.setresuid(65534, 65534, 65534)
try:
    store = LocalStore(Path(sys.argv[1]))
    print([left.name for left in store.entries(lambda _: True, lambda _: True).closed])
    store.claim("a.txt", ".a")
except LegacyAdaptersError as error:
    print(type(error).__name__, error.message)
"""


def as_nobody(folder: Path) -> str:
    """What a user without rights meets."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root, to become nobody")
    command = [sys.executable, "-c", _AS_NOBODY, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """A folder that others may reach."""
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.geteuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)
    folder = tmp_path / "share"
    drop(folder, "a.txt")
    return folder


def test_a_folder_without_rights_is_told(share: Path) -> None:
    """Whether it may not be read, or not be changed."""
    share.chmod(0o700)
    assert as_nobody(share) == "AccessDenied may not be read"
    share.chmod(0o755)
    assert as_nobody(share) == "[]\nOutputError may not be written"
    assert tree(share) == {"a.txt": b"1;2;3\n"}


def test_a_subfolder_without_rights_is_left_alone(share: Path) -> None:
    """And named; the others go on."""
    drop(share, "sub/b.txt").parent.chmod(0o700)
    assert as_nobody(share).startswith("['sub']")


def test_errors_of_looking_are_not_of_changing(tmp_path: Path) -> None:
    """A file that went away is lost to another runner, in every method."""
    store = LocalStore(tmp_path)
    assert store.find("none") is None
    with pytest.raises(Lost):
        store.claim("none", ".none")
    with pytest.raises(Lost):
        store.move_new("none", "done/none")
    with pytest.raises(Lost):
        store.open("none")


def test_a_file_is_removed_only_as_it_is_known(tmp_path: Path) -> None:
    """Another one of its name by now stays."""
    store = LocalStore(tmp_path)
    path = drop(tmp_path, "a.txt")
    entry = store.find("a.txt")
    assert entry is not None
    path.write_bytes(b"new")
    with pytest.raises(Lost):
        store.remove(entry)
    assert tree(tmp_path) == {"a.txt": b"new"}
    now = store.find("a.txt")
    assert now is not None
    store.remove(now)
    store.remove(now)
    assert tree(tmp_path) == {}


def test_a_file_on_the_way_of_a_folder_is_named(tmp_path: Path) -> None:
    """`done` is a file: the error says which."""
    drop(tmp_path, "a.txt")
    drop(tmp_path, "done")
    with pytest.raises(OutputError, match="a file, not a folder"):
        LocalStore(tmp_path).move_new("a.txt", "done/2026/a.txt")
    assert (tmp_path / "a.txt").exists()


def test_a_folder_within_is_relative(tmp_path: Path) -> None:
    """However the pipeline file names it."""
    store = LocalStore(tmp_path)
    assert store.inside(str(tmp_path / "done/{year}")) == "done/{year}"
    assert store.inside("done") == "done"
    assert store.inside("/elsewhere") == "/elsewhere"


def test_a_folder_may_be_reached_by_a_link(tmp_path: Path) -> None:
    """Only what is in it is not followed."""
    drop(tmp_path / "real", "a.txt")
    (tmp_path / "link").symlink_to("real", target_is_directory=True)
    assert len(LocalStore(tmp_path / "link").entries(lambda _: True, lambda _: True).entries) == 1
