"""A run takes the files of a folder: each once, in order, and lets go of it before the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.core.protocols import PartMemory, TakenPart
from legacy_adapters.sources.files.at_hand import Companions, FileAtHand
from legacy_adapters.sources.files.folder.drop_folder import DropFolder
from legacy_adapters.sources.files.folder.entry import Left, Waiting
from legacy_adapters.sources.files.folder.pattern import Patterns, split_member
from legacy_adapters.sources.files.folder.taken import Taken
from legacy_adapters.sources.files.pinned import pinned_format
from legacy_adapters.sources.files.reader import FilesReader, Wanted, in_file
from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.sources.names import find_name

WantedOf = Callable[[str, FilesStream, Sequence[str] | None], Wanted]
"""What is read for a stream: its name, its settings, and the columns."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A claimed file with the streams that are to be read of it. Fulfils ``core.protocols.Part``.

    ``receipt`` says where it lies, and what belongs to it, for any process that puts it away.
    """

    file: FileAtHand
    receipt: str
    streams: tuple[str, ...]
    wanted: WantedOf

    @property
    def name(self) -> str:
        """What it is known by."""
        return self.file.part

    @property
    def shown(self) -> str:
        """What the folder calls it."""
        return self.file.name

    @property
    def size(self) -> int:
        """Its bytes, unpacked."""
        return self.file.taken.size

    def schema(self, name: str, stream: FilesStream) -> pa.Schema:
        """The columns of one table of the file."""
        return schema_of(self.file, name, stream)

    def reader(self, name: str, stream: FilesStream, columns: Sequence[str] | None = None) -> FilesReader:
        """A reader of this file alone."""
        known = None if columns is None else known_columns(columns, self.schema(name, stream), name)
        return FilesReader(self.wanted(name, stream, known), lambda: iter([self.file]))


@dataclass(frozen=True, slots=True)
class Taking:
    """What a run takes of a folder; ``later`` are files whose content this run has met before: their places, and what
    that content is known by. What becomes of it becomes of them."""

    source: FilesSource
    streams: Mapping[str, FilesStream]
    memory: PartMemory
    note: Callable[[str], None]
    wanted: WantedOf
    later: list[tuple[str, str]] = field(default_factory=list)

    def parts(self, folder: DropFolder) -> Iterator[FilePart]:
        """Each file that is new, claimed until the next one is asked for."""
        survey = folder.survey(self._earlier_names())
        for left in survey.left:
            self.note(f"{left.name} was left alone: {left.reason}")
        for text in survey.notes:
            self.note(text)
        for waiting in survey.waiting:
            wanting = wants(self.source, self.streams, waiting.name)
            if wanting:
                yield from self._take(folder, waiting, wanting)

    def _earlier_names(self) -> Sequence[str]:
        """Names of files taken before, where a number in them may show that one between is missing."""
        if all(key.number is None for key in self.source.order):
            return ()
        return [name for stream in self.streams for name in self.memory.recent_names(stream)]

    def _take(self, folder: DropFolder, waiting: Waiting, wanting: Sequence[str]) -> Iterator[FilePart]:
        taken = folder.take(waiting)
        if isinstance(taken, Left):
            self.note(f"{taken.name} was left alone: {taken.reason}")
            return
        with closing(taken):
            part = part_of(self.source.identity, taken)
            known = {name: self.memory.taken(name, part) for name in wanting}
            fresh = tuple(name for name, before in known.items() if before is None)
            if not fresh:
                self._again(folder, taken, part, [before for before in known.values() if before is not None])
                return
            self._tell_changed(waiting, part, fresh)
            beside = self._beside(taken, fresh)
            file = FileAtHand(taken, part, Companions.of(beside))
            yield FilePart(file, folder.with_companions(taken.place, beside), fresh, self.wanted)

    def _beside(self, taken: Taken, fresh: Sequence[str]) -> Sequence[Path]:
        """The files that belong to it, where it is read as it lies in the folder."""
        if taken.fault is not None:
            return ()
        formats = [self.streams[name].format for name in fresh]
        return sorted({path for one in formats if one is not None for path in one.companions(taken.path)})

    def _again(self, folder: DropFolder, taken: Taken, part: str, before: Sequence[TakenPart]) -> None:
        """A file whose content was taken: by an earlier run, it goes away now; by this one, when that is published."""
        name = taken.waiting.name
        another = all(one.name != name for one in before)
        if any(one.this_run for one in before):
            if another:
                self.later.append((taken.place, part))
                verb = "set aside" if any(one.outcome == "set aside" for one in before) else "took"
                self.note(f"{name} is the same as {before[0].name}, which this run {verb}: not taken again")
            return
        if another or not taken.waiting.claimed:
            self.note(f"{name} is the same as {before[0].name}, taken on {_day(before[0])}: not taken again")
        if self.memory.owner is not None:
            folder.put_away(taken.place, datetime.now(UTC))

    def _tell_changed(self, waiting: Waiting, part: str, fresh: Sequence[str]) -> None:
        for name in fresh:
            before = self.memory.taken_as(name, waiting.name)
            if before is not None and before.part != part:
                self.note(f"{waiting.name} has changed since it was taken on {_day(before)}: taken as a new file")
                return


def _day(part: TakenPart) -> str:
    """When it was taken, in local time."""
    return part.at.astimezone().strftime("%Y-%m-%d %H:%M")


def part_of(identity: str, taken: Taken) -> str:
    """What a file is known by."""
    match identity:
        case "content+name":
            return f"{taken.digest}/{taken.waiting.name}"
        case "content+modified":
            return f"{taken.digest}@{taken.waiting.modified.isoformat()}"
        case _:
            return taken.digest


def wants(source: FilesSource, streams: Mapping[str, FilesStream], file: str) -> Sequence[str]:
    """The streams that are read of a file of this name."""
    return [name for name, stream in streams.items() if matches(stream.pattern or source.pattern, file)]


def matches(patterns: Sequence[str], file: str) -> bool:
    """Whether a file, or a member of an archive, is meant by one of the patterns."""
    archive, member = split_member(file)
    meant = _patterns(tuple(patterns))
    return meant.matches(archive) if member is None else meant.matches_member(archive, member)


@lru_cache(maxsize=64)
def _patterns(texts: tuple[str, ...]) -> Patterns:
    return Patterns.of(texts)


def schema_of(file: FileAtHand, name: str, stream: FilesStream) -> pa.Schema:
    """The columns that a stream has in a file. Raises ``ConfigError`` and ``BadPart``, which name the file."""
    try:
        return file.schema(pinned_format(stream, file, f"stream {name}"), stream.table)
    except (ConfigError, BadPart) as error:
        raise in_file(error, file) from error


def known_columns(wanted: Sequence[str], schema: pa.Schema, name: str) -> Sequence[str]:
    """The columns as the file writes them. Raises ``ConfigError`` with the nearest names."""
    return [find_name(column, schema.names, "column", f"stream {name}") for column in wanted]
