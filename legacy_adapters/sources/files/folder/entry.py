"""A file of the folder as it was found, or a member of an archive in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from legacy_adapters.sources.files.folder.names import printable

Kind: TypeAlias = Literal["file", "link", "other"]
"""A file, a symbolic link, or something that is no file to be read: a pipe, a socket, a device."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a folder says of a file. ``name`` is its true name, relative to the folder, undecodable bytes as Python
    holds them. ``modified`` and ``changed`` in nanoseconds since 1970: the last change of its content, and the last one
    of anything of it (never before ``modified``; the same where a system does not know). ``version`` is what else
    tells this content from another under the same name: a file's number, an object's ETag."""

    name: str
    kind: Kind
    size: int
    modified: int
    changed: int
    version: str = ""

    @property
    def stamp(self) -> str:
        """Differs where the content may differ."""
        return f"{self.size} {self.modified} {self.version}"

    @property
    def modified_at(self) -> datetime:
        """The time of the last change of its content."""
        return moment(self.modified)


def moment(nanoseconds: int) -> datetime:
    """A time of a file system; what lies outside of the calendar is its nearest end."""
    try:
        return datetime.fromtimestamp(nanoseconds / 1e9, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.min.replace(tzinfo=UTC) if nanoseconds < 0 else datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file of the folder that may be taken, or one member of an archive there.

    ``name`` is its original name within the folder as text that can be shown and stored (``names.printable``); a
    member's is ``month.zip!BUCH.TXT``. ``shown`` is the full path or URL for a person, without secrets. ``size`` is
    what the folder says, of a compressed file that of the file itself. ``claimed``: it is ours already, from an
    earlier run that was interrupted.
    """

    name: str
    shown: str
    size: int
    modified: datetime
    claimed: bool
    original: str = field(repr=False)
    entry: Entry = field(repr=False)
    member: str | None = field(default=None, repr=False)
    trigger: Entry | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Left:
    """A file that is left alone for now, and why: still being written, claimed by another runner, no file at all."""

    name: str
    reason: str

    @classmethod
    def of(cls, name: str, reason: str) -> Left:
        """By its true name."""
        return cls(printable(name), reason)


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies in the folder: files to be taken, in order, files left alone, and what a person should know (gaps in
    a sequence, claims of a runner that seems to be dead, triggers without a file)."""

    waiting: tuple[Waiting, ...]
    left: tuple[Left, ...] = ()
    notes: tuple[str, ...] = ()
