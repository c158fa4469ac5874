"""Files in a folder of this machine, or of a share that is mounted on it."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import BinaryIO

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.remote.errors import GONE, REFUSED, Busy, Lost, is_busy
from legacy_adapters.sources.files.folder.content import open_regular
from legacy_adapters.sources.files.folder.entry import Entry, Kind, Left
from legacy_adapters.sources.files.folder.local_errors import changing, looking, not_readable, not_writable
from legacy_adapters.sources.files.folder.local_move import move_new, write_new
from legacy_adapters.sources.files.folder.names import joined, printable
from legacy_adapters.sources.files.folder.protocols import Listing


class LocalStore:
    """A folder by its path. Links are not followed, but the folder itself may be one."""

    local = True

    def __init__(self, root: Path) -> None:
        """Raises ``Unavailable``, ``AccessDenied`` or ``ConfigError`` for a folder that cannot be looked into."""
        self._root = root
        with looking(self.shown("")), os.scandir(root):
            pass

    def shown(self, name: str) -> str:
        """The full path."""
        return printable_path(self._root / name)

    def path(self, name: str) -> Path:
        """The path of a file."""
        return self._root / name

    def inside(self, name: str) -> str:
        """An absolute path within the folder becomes a relative one."""
        path = Path(name).expanduser()
        if path.is_absolute() and path.is_relative_to(self._root):
            return path.relative_to(self._root).as_posix()
        return name

    def entries(self, wanted: Callable[[str], bool], into: Callable[[str], bool]) -> Listing:
        """One look at each folder, and one at each file that is wanted."""
        found: list[Entry] = []
        closed: list[Left] = []
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                found.extend(self._entries_of(folder, wanted, into, folders))
            except OSError as error:
                trouble = not_readable(error, self.shown(folder))
                if not folder:
                    raise trouble from error
                if error.errno not in GONE:
                    closed.append(_closed(folder, trouble))
        return Listing(tuple(found), tuple(closed))

    def _entries_of(
        self, folder: str, wanted: Callable[[str], bool], into: Callable[[str], bool], folders: list[str]
    ) -> Iterator[Entry]:
        with os.scandir(self._root / folder) as items:
            for item in items:
                name = joined(folder, item.name)
                if item.is_dir(follow_symlinks=False):
                    if into(name):
                        folders.append(name)
                elif wanted(name):
                    entry = self._looked_at(name, item)
                    if entry is not None:
                        yield entry

    def _looked_at(self, name: str, item: os.DirEntry[str]) -> Entry | None:
        # Windows keeps a file's size in the folder only roughly while it is written.
        try:
            found = os.lstat(item.path) if sys.platform == "win32" else item.stat(follow_symlinks=False)
        except OSError as error:
            if error.errno in GONE:
                return None
            raise
        return _entry(name, found)

    def find(self, name: str) -> Entry | None:
        """One look at one file."""
        try:
            # Asked some times for each file: putting texts together costs a third of making a path.
            found = os.lstat(os.path.join(self._root, name))  # noqa: PTH118
        except OSError as error:
            if error.errno in GONE:
                return None
            raise not_readable(error, self.shown(name)) from error
        return None if stat.S_ISDIR(found.st_mode) else _entry(name, found)

    def open(self, name: str) -> BinaryIO:
        """The file itself."""
        try:
            return open_regular(self._root / name)
        except FileNotFoundError:
            raise Lost(printable(name)) from None
        except OSError as error:
            if is_busy(error):
                raise Busy(printable(name)) from error
            raise not_readable(error, self.shown(name)) from error

    def claim(self, name: str, held: str) -> None:
        """A rename: the claim's name holds owner and moment, so that no other runner has the same."""
        try:
            (self._root / name).rename(self._root / held)
        except FileNotFoundError:
            raise Lost(printable(name)) from None
        except OSError as error:
            # Windows says "access denied" too while a file is open without the right to delete it.
            if is_busy(error) or (sys.platform == "win32" and error.errno in REFUSED):
                raise Busy(printable(name)) from error
            raise not_writable(error, self.shown(name)) from error

    def move_new(self, name: str, target: str) -> bool:
        """A rename, or a copy that is checked between two file systems."""
        source = self._root / name
        try:
            return move_new(source, self._root / target)
        except FileNotFoundError:
            if os.path.lexists(source):
                raise
            raise Lost(printable(name)) from None
        except OSError as error:
            raise not_writable(error, printable_path(_at_fault(error, self._root / target))) from error

    def write_new(self, name: str, data: bytes) -> bool:
        """Durable when it returns."""
        with changing(self.shown(name)):
            return write_new(self._root / name, data)

    def remove(self, entry: Entry) -> None:
        """Takes the name away."""
        found = self.find(entry.name)
        if found is None:
            return
        if found.stamp != entry.stamp:
            raise Lost(printable(entry.name))
        with changing(self.shown(entry.name)):
            (self._root / entry.name).unlink(missing_ok=True)

    def wait(self, seconds: float, stop: Event, ignored: Callable[[str], bool]) -> None:
        """Told by the system, and by looking again where a share says nothing."""
        from legacy_adapters.sources.files.folder.local_watch import wait_for_change

        wait_for_change(self._root, seconds, stop, ignored)

    def close(self) -> None:
        """Nothing is held."""


def _at_fault(error: OSError, target: Path) -> Path:
    """The path that an error is about: a folder on the way that is a file, say."""
    named = error.filename2 or error.filename
    return Path(os.fsdecode(named)) if isinstance(named, str | bytes) and error.errno != errno.EXDEV else target


def printable_path(path: Path) -> str:
    """A path for a person; on Windows backslashes stand between its parts."""
    return str(path) if sys.platform == "win32" else printable(os.path.normpath(path))


def _closed(folder: str, trouble: LegacyAdaptersError) -> Left:
    return Left.of(folder, f"this subfolder {trouble.message}. {trouble.hint}")


def _entry(name: str, found: os.stat_result) -> Entry:
    return Entry(
        name=name,
        kind=_kind(found.st_mode),
        size=found.st_size,
        modified=found.st_mtime_ns,
        # Windows knows when a file was made instead.
        changed=found.st_mtime_ns if sys.platform == "win32" else max(found.st_mtime_ns, found.st_ctime_ns),
        version=str(found.st_ino) if found.st_ino else "",
    )


def _kind(mode: int) -> Kind:
    if stat.S_ISREG(mode):
        return "file"
    return "link" if stat.S_ISLNK(mode) else "other"
