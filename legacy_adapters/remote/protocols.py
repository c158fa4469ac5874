"""What each remote file system does in its own way. No behaviour."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from legacy_adapters.remote.errors import Told
from legacy_adapters.remote.url import RemoteUrl


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """What the other side says of a file or folder: its last name, times in nanoseconds since 1970, and what else
    tells one content from another (an ETag)."""

    name: str
    kind: Literal["file", "folder", "link", "other"]
    size: int
    modified: int
    version: str = ""


class Driver(Protocol):
    """Paths are whole ones of the other side. Besides what each method names, all raise ``OSError`` as the standard
    library would, and what ``guarding`` knows."""

    def guarding(self, where: str, *, told: Told) -> AbstractContextManager[None]:
        """Turns everything that the driver raises into errors of ours, ``Lost`` and ``Busy``; ``told`` says what an
        error of the standard library means."""
        ...

    def root(self, url: RemoteUrl) -> str:
        """The path of the folder that a URL is of."""
        ...

    def check(self, folder: str) -> None:
        """Raises ``FileNotFoundError`` or ``NotADirectoryError`` where there is no such folder."""
        ...

    def listing(self, folder: str) -> Iterable[RemoteFile]:
        """What is in a folder, links as such."""
        ...

    def find(self, path: str) -> RemoteFile:
        """One file, a link as such. Raises ``FileNotFoundError``."""
        ...

    def open(self, path: str) -> BinaryIO:
        """Its content. Others may go on writing, renaming and removing it."""
        ...

    def rename(self, path: str, target: str) -> None:
        """In one step that only one caller can succeed in; nothing is at ``target``."""
        ...

    def rename_new(self, path: str, target: str) -> None:
        """Raises ``FileExistsError`` where there is something."""
        ...

    def make_folder(self, folder: str) -> None:
        """With those above it; no error where it is there."""
        ...

    def create(self, path: str, data: bytes) -> None:
        """Raises ``FileExistsError`` where there is something."""
        ...

    def put(self, source: Path, path: str) -> None:
        """Sends a file of this machine, in place of what may be there. Whoever looks sees the old one or the whole new
        one; what lies beside it of an attempt that was cut off is hidden, and overwritten by the next."""
        ...

    def remove(self, path: str) -> None:
        """Raises ``FileNotFoundError``."""
        ...

    def close(self) -> None:
        """Ends the connection."""
        ...
