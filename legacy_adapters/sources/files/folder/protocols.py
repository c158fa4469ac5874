"""What a drop folder needs of the place that its files lie in: a local folder, a server, a bucket. No behaviour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import BinaryIO, Protocol

from legacy_adapters.sources.files.folder.entry import Entry, Left


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder that were asked for, in no order, and folders that could not be looked into."""

    entries: tuple[Entry, ...]
    closed: tuple[Left, ...] = ()


class Store(Protocol):
    """Names are relative to the folder, with ``/``; one for putting away may also be absolute, or lead out by ``..``.

    Methods that look raise ``Unavailable`` and ``AccessDenied``; those that change raise ``OutputError``, and
    ``Unavailable`` for a connection that broke. Whatever fails leaves each file under one of its two names, whole.
    """

    @property
    def local(self) -> bool:
        """Whether files can be read where they lie."""
        ...

    def shown(self, name: str) -> str:
        """The full path or URL for a person, without secrets."""
        ...

    def inside(self, name: str) -> str:
        """A folder to put files away in, relative to this one where it lies in it."""
        ...

    def entries(self, wanted: Callable[[str], bool], into: Callable[[str], bool]) -> Listing:
        """The files whose name is ``wanted``, in the folder and in the subfolders that are to be looked ``into``."""
        ...

    def find(self, name: str) -> Entry | None:
        """One file as it is now; None where there is none."""
        ...

    def path(self, name: str) -> Path:
        """Where a file can be read; only where ``local``."""
        ...

    def open(self, name: str) -> BinaryIO:
        """The content, from its beginning. Never waits for a pipe. Raises ``Lost`` where there is no such file."""
        ...

    def claim(self, name: str, held: str) -> None:
        """Gives a file a claim's name, in one step that only one runner can succeed in. Raises ``Lost`` for the
        others, ``Busy`` where a program holds the file."""
        ...

    def move_new(self, name: str, target: str) -> bool:
        """Moves a file to where nothing is yet, creating folders; True when done, False where there is something.
        Nothing is ever overwritten. Raises ``Lost`` where the file is gone."""
        ...

    def write_new(self, name: str, data: bytes) -> bool:
        """Writes a small file whole where nothing is yet; False where there is something."""
        ...

    def remove(self, entry: Entry) -> None:
        """Removes a file that is still as the entry says; no error where it is gone. Raises ``Lost`` where it is
        another one by now."""
        ...

    def wait(self, seconds: float, stop: Event, ignored: Callable[[str], bool]) -> None:
        """Until a file comes, changes or goes whose name is not ``ignored``, the time is over, or ``stop`` is set."""
        ...

    def close(self) -> None:
        """Ends the connection."""
        ...
