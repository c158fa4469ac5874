"""A file that is being read: what it is called, what it is known by, and where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final

import pyarrow as pa

from legacy_adapters.core.errors import PartChanged
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.folder.taken import Taken
from legacy_adapters.sources.files.format import Format

COMPRESSED: Final = (".gz", ".bz2", ".xz", ".zst")

SHOWN_DIGITS: Final = 12
"""Of a file's hash, in an origin: enough to tell a million files apart, short enough to read."""


@dataclass(frozen=True, slots=True)
class Companions:
    """The files that belong to one that is read, each with its size and time as it was when that was taken."""

    stamps: Mapping[Path, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, paths: Sequence[Path]) -> Companions:
        """As they are now."""
        return cls({path: _stamp(path) for path in paths})

    def check_unchanged(self, name: str) -> None:
        """Raises ``PartChanged`` where one of them is no longer what it was."""
        for path, stamp in self.stamps.items():
            if _stamp(path) != stamp:
                hint = "It is taken anew, once it is complete, by the next run."
                raise PartChanged(f"{path.name}, which belongs to it, changed while it was read", where=name, hint=hint)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (-1, 0)
    return (found.st_size, found.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class FileAtHand:
    """A file that was taken from its folder; ``part`` is what it is known by (see ``FilesSource.identity``), and
    ``companions`` are files that belong to it."""

    taken: Taken
    part: str
    companions: Companions = Companions()
    _schemas: dict[tuple[int, str | None], pa.Schema] = field(default_factory=dict, repr=False, compare=False)

    @property
    def path(self) -> Path:
        """Where its content is. Raises ``BadPart`` where there is none."""
        return self.taken.path

    @property
    def name(self) -> str:
        """What the folder calls it."""
        return self.taken.waiting.name

    @property
    def shown(self) -> str:
        """What the origins of its rows begin with: name and the beginning of the SHA-256 of its content."""
        return f"{self.name} ({self.taken.digest[:SHOWN_DIGITS]})"

    @property
    def stem(self) -> str:
        """What its only table is called: its name, or that of a member of an archive, without what stands behind the
        last dot; of a compressed file also without that of its compression."""
        name = PurePosixPath(self.name.rpartition("!")[2])
        packed = name.suffix.lower() in COMPRESSED and bool(PurePosixPath(name.stem).suffix)
        return PurePosixPath(name.stem).stem if packed else name.stem

    def tables(self, format_: Format, *, count: bool) -> Sequence[StreamInfo]:
        """What is in it; its only table is called after it, also where a copy of it lies under another name."""
        found = format_.tables(self.path, count=count)
        return [replace(found[0], name=self.stem)] if len(found) == 1 and found[0].name == self.path.stem else found

    def table(self, format_: Format, stated: str | None) -> str | None:
        """The table as its format calls it: None for the only one, where it is called after the file."""
        if stated != self.stem or any(one.name == stated for one in format_.tables(self.path, count=False)):
            return stated
        return None

    def schema(self, format_: Format, table: str | None) -> pa.Schema:
        """The columns of one table, looked up once. Raises what ``Format.schema`` raises."""
        key = (id(format_), table)
        if key not in self._schemas:
            self._schemas[key] = format_.schema(self.path, self.table(format_, table))
        return self._schemas[key]

    def check_unchanged(self) -> None:
        """Raises ``PartChanged`` where the file is no longer what it was when it was hashed."""
        self.taken.unchanged()
        self.companions.check_unchanged(self.name)
