"""Where files become visible."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.sinks.files.destination import LocalFiles, destination_of
from legacy_adapters.sinks.files.part_file import PartFile
from legacy_adapters.sinks.files.remote_files import RemoteFiles
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.sinks.files.token import FileState, Identity
from tests.sinks.samples import delivery


def test_a_path_is_a_folder_here_and_a_url_a_server(tmp_path: Path) -> None:
    """Told by their form."""
    assert isinstance(destination_of(FileSink(path="a.csv"), delivery(tmp_path)), LocalFiles)
    assert isinstance(destination_of(FileSink(path="memory://box/a.csv"), delivery(tmp_path)), RemoteFiles)


def test_parts_are_put_in_place_and_stale_files_removed(tmp_path: Path) -> None:
    """But not one that somebody has changed since it was published."""
    for name in ("old", "changed"):
        (tmp_path / name).write_text(name)
    old = Identity.at(tmp_path / "old")
    assert old is not None
    part = PartFile("new", "row", tmp_path)
    part.begin(None)
    part.write(b"1")
    stale = [FileState("old", "row", old), FileState("changed", "row", old), FileState("gone", "row", old)]
    files = LocalFiles(tmp_path, "{n}")
    published = files.publish([part], stale)
    assert published == {"new": part.state}
    assert files.publish([part], stale) == published
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changed", "new"]
    assert files.shown(part) == str(tmp_path / "new")
    assert not files.is_published("new")
