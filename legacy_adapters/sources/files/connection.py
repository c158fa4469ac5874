"""An open folder of files: what is in them, their columns, their rows; and for a run, each file taken once."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Event
from typing import cast

import pyarrow as pa

from legacy_adapters.core.errors import BadPart, ConfigError, NothingWaiting
from legacy_adapters.core.protocols import PartMemory, StreamInfo, TakenPart
from legacy_adapters.sources.base import batch_rows
from legacy_adapters.sources.files.at_hand import FileAtHand
from legacy_adapters.sources.files.folder.drop_folder import DropFolder
from legacy_adapters.sources.files.folder.entry import Left
from legacy_adapters.sources.files.format import Format, Recognised
from legacy_adapters.sources.files.putting_away import put_away
from legacy_adapters.sources.files.reader import FilesReader, Wanted, in_file
from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.sources.files.taking import FilePart, Taking, known_columns, part_of, schema_of, wants


@contextmanager
def connect(source: FilesSource) -> Iterator[FilesConnection]:
    """Opens the folder of a source; whatever was copied or unpacked from it is gone afterwards."""
    with ExitStack() as opened:
        yield FilesConnection(source, opened)


class FilesConnection:
    """A folder of files. Looked at as a whole (``streams``, ``schema``, ``reader``) no file is claimed or moved, and
    those that may still be written are there too; ``parts`` is what a run uses."""

    def __init__(self, source: FilesSource, opened: ExitStack) -> None:
        self._source = source
        self._opened = opened
        self._folders: dict[str | None, DropFolder] = {}
        self._taking: Taking | None = None

    def recognised(self) -> tuple[str, Recognised]:
        """The first file's name, and how it seems to be written. Raises ``NothingWaiting`` and ``BadPart``."""
        with closing(self._files(None)) as files:
            file = next(files, None)
            if file is None:
                raise self._nothing(self._source.pattern)
            return file.name, _recognised(file)

    def wait(self, seconds: float, stop: Event) -> None:
        """Until something changes in the folder, the time is over, or ``stop`` is set."""
        self._folder(None).wait(seconds, stop)

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """The tables of all files, in the order of names; those of one name are counted together."""
        found: dict[str, StreamInfo] = {}
        for file in self._files(None):
            for table in _tables(file, count=count):
                before = found.get(table.name)
                rows = table.rows if before is None or table.rows is None else table.rows + (before.rows or 0)
                found[table.name] = StreamInfo(table.name, table.kind, rows)
        return [found[name] for name in sorted(found)]

    def schema(self, name: str, stream: FilesStream) -> pa.Schema:
        """The columns of the first file of a stream. Raises ``NothingWaiting`` where there is none, and ``ConfigError``
        where the stream does not state how its files are written, with the line that would."""
        with closing(self._files(stream)) as files:
            file = next(files, None)
            if file is None:
                raise self._nothing(stream.pattern or self._source.pattern)
            return schema_of(file, name, stream)

    def reader(self, name: str, stream: FilesStream, columns: Sequence[str] | None = None) -> FilesReader:
        """A reader of a stream over all files that there are."""
        known = None if columns is None else known_columns(columns, self.schema(name, stream), name)
        return FilesReader(self._wanted(name, stream, known), lambda: self._files(stream))

    def privileges(self) -> Sequence[str]:
        """Nothing is changed but what ``after`` asks for."""
        return ()

    def parts(
        self, streams: Mapping[str, FilesStream], memory: PartMemory, note: Callable[[str], None]
    ) -> Iterator[FilePart]:
        """The files that wait, each claimed. See ``core.protocols.Parted``."""
        self._taking = Taking(self._source, streams, memory, note, self._wanted)
        return self._taking.parts(self._folder(memory.owner))

    def put_away(self, done: Iterable[TakenPart], streams: Mapping[str, FilesStream]) -> None:
        """Moves files to the archive and to quarantine. See ``core.protocols.Parted``."""
        later = self._taking.later if self._taking else ()
        owner = self._taking.memory.owner if self._taking else None
        put_away(self._folder(owner), done, lambda name: wants(self._source, streams, name), later)

    def _wanted(self, name: str, stream: FilesStream, columns: Sequence[str] | None) -> Wanted:
        assert stream.format is not None, "its schema was asked for first"
        most_rows = batch_rows(self._source.max_rows_per_second)
        return Wanted(name, stream.format, stream.table, columns, most_rows, stream.decimal)

    def _nothing(self, patterns: Sequence[str]) -> NothingWaiting:
        hint = "Check `path` and `pattern`, and whether the file is still being written."
        return NothingWaiting(f"no file matches {', '.join(patterns)}", where=_shown(self._source.path), hint=hint)

    def _files(self, stream: FilesStream | None) -> Generator[FileAtHand, None, None]:
        """The files of one stream, or all, as they lie there."""
        folder = self._folder(None)
        for waiting in folder.survey().waiting:
            if stream is not None and not wants(self._source, {"": stream}, waiting.name):
                continue
            taken = folder.take(waiting)
            if isinstance(taken, Left):
                continue
            with closing(taken):
                yield FileAtHand(taken, part_of(self._source.identity, taken))

    def _has_end(self, name: str, path: Path) -> bool:
        """Whether a file has the end that the formats of its streams demand; asked only within a run."""
        streams = self._taking.streams if self._taking else {}
        formats = [streams[one].format for one in wants(self._source, streams, name)]
        return all(one.is_complete(path) for one in formats if one is not None)

    def _folder(self, owner: str | None) -> DropFolder:
        """The folder, as the runs of ``owner`` see it; None claims nothing."""
        if owner not in self._folders:
            source = self._source
            opened = DropFolder.open(
                source.path,
                base=source.folder,
                pattern=source.pattern,
                complete=source.complete,
                order=source.order,
                after=source.after,
                owner=owner,
                is_complete=self._has_end,
                limits=source.limits,
                options=source.options,
            )
            self._folders[owner] = self._opened.enter_context(opened)
        return self._folders[owner]


def _shown(path: str) -> str:
    """The path without a user's name and password."""
    return re.sub(r"(?<=://)[^/@]*@", "", path)


def _tables(file: FileAtHand, *, count: bool) -> Sequence[StreamInfo]:
    format_ = cast("Format", _recognised(file).settings)
    try:
        return file.tables(format_, count=count)
    except (BadPart, ConfigError) as error:
        raise in_file(error, file) from error


def _recognised(file: FileAtHand) -> Recognised:
    from legacy_adapters.sources.files.recognise import recognise

    try:
        return recognise(file.path)
    except (BadPart, ConfigError) as error:
        raise in_file(error, file) from error
