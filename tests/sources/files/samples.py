"""Delimited files in a folder, as sources and as files at hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from legacy_adapters.sources.files.at_hand import FileAtHand
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.folder.drop_folder import DropFolder
from legacy_adapters.sources.files.folder.entry import Left
from legacy_adapters.sources.files.settings import FilesSource, FilesStream

AT_ONCE = {"stable_for": "0s"}


def source(folder: Path, **settings: object) -> FilesSource:
    """A folder whose files need not rest."""
    return FilesSource.model_validate({"path": str(folder), "complete": AT_ONCE} | settings)


def stream(**settings: object) -> FilesStream:
    """Files with semicolons."""
    given = {"format": {"kind": "delimited", "delimiter": ";"}} | settings
    return FilesStream.model_validate(given)


def delimited(stream_: FilesStream) -> DelimitedFormat:
    """The stream's format."""
    assert isinstance(stream_.format, DelimitedFormat)
    return stream_.format


@contextmanager
def at_hand(path: Path) -> Iterator[FileAtHand]:
    """A file, taken from its folder."""
    base = source(path.parent)
    opened = DropFolder.open(str(path.parent), base=path.parent, pattern=path.name, complete=base.complete)
    with opened as folder:
        (waiting,) = folder.survey().waiting
        taken = folder.take(waiting)
        assert not isinstance(taken, Left)
        with taken:
            yield FileAtHand(taken, taken.digest)
