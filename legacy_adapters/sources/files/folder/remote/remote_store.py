"""A folder on a server, with the methods of every drop folder; what differs between servers is in its driver."""

from __future__ import annotations

import posixpath
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import BinaryIO, Final

from legacy_adapters.core.errors import Defect, LegacyAdaptersError, Unavailable
from legacy_adapters.remote.errors import Lost
from legacy_adapters.remote.protocols import Driver, RemoteFile
from legacy_adapters.sources.files.folder.entry import Entry, Left
from legacy_adapters.sources.files.folder.local_errors import not_readable, not_writable
from legacy_adapters.sources.files.folder.names import joined, printable, split_name
from legacy_adapters.sources.files.folder.protocols import Listing
from legacy_adapters.sources.files.folder.remote.guarded_file import GuardedFile

LOOK_EVERY: Final = 10.0
"""Seconds between two looks while waiting; a server is asked no more often."""


class RemoteStore:
    """``root`` is the folder's path on the other side, ``url`` how it is shown."""

    local = False

    def __init__(self, driver: Driver, root: str, url: str) -> None:
        """Raises ``Unavailable``, ``AccessDenied`` or ``ConfigError`` for a folder that cannot be looked into."""
        self._driver = driver
        self._root = root
        self._url = url
        try:
            with driver.guarding(url, told=not_readable):
                driver.check(root)
        except Lost:
            hint = "Is the path right? A folder, a share or a bucket of this name has to be there."
            raise Unavailable("there is no such folder", where=url, hint=hint) from None

    def shown(self, name: str) -> str:
        """The URL."""
        return f"{self._url}/{printable(name)}" if name else self._url

    def path(self, name: str) -> Path:
        """There is none here."""
        raise Defect("a remote file has no path on this machine", where=self.shown(name))

    def inside(self, name: str) -> str:
        """An absolute path within the folder becomes a relative one."""
        return name.removeprefix(f"{self._root}/") if name.startswith("/") else name

    def entries(self, wanted: Callable[[str], bool], into: Callable[[str], bool]) -> Listing:
        """One request, or some, for each folder."""
        found: list[Entry] = []
        closed: list[Left] = []
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                with self._driver.guarding(self.shown(folder), told=not_readable):
                    found.extend(self._entries_of(folder, wanted, into, folders))
            except Lost:
                continue
            except LegacyAdaptersError as error:
                if not folder:
                    raise
                closed.append(Left.of(folder, f"this subfolder {error.message}. {error.hint}"))
        return Listing(tuple(found), tuple(closed))

    def _entries_of(
        self, folder: str, wanted: Callable[[str], bool], into: Callable[[str], bool], folders: list[str]
    ) -> Iterator[Entry]:
        for item in self._driver.listing(self._at(folder)):
            name = joined(folder, item.name)
            if item.kind == "folder":
                if into(name):
                    folders.append(name)
            elif wanted(name):
                yield _entry(name, item)

    def find(self, name: str) -> Entry | None:
        """One request."""
        try:
            with self._driver.guarding(self.shown(name), told=not_readable):
                item = self._driver.find(self._at(name))
        except Lost:
            return None
        return None if item.kind == "folder" else _entry(name, item)

    def open(self, name: str) -> BinaryIO:
        """A file whose reading raises errors of ours."""
        where = self.shown(name)
        with self._driver.guarding(where, told=not_readable):
            if self._driver.find(self._at(name)).kind != "file":
                raise Lost(printable(name))
            return GuardedFile.of(self._driver.open(self._at(name)), self._driver, where)

    def claim(self, name: str, held: str) -> None:
        """As the server renames."""
        with self._driver.guarding(self.shown(name), told=not_writable):
            self._driver.rename(self._at(name), self._at(held))

    def move_new(self, name: str, target: str) -> bool:
        """As the server renames without replacing."""
        with self._driver.guarding(self.shown(target), told=not_writable):
            self._driver.make_folder(self._at(split_name(target)[0]))
        try:
            with self._driver.guarding(self.shown(target), told=not_writable):
                self._driver.rename_new(self._at(name), self._at(target))
        except FileExistsError:
            return False
        return True

    def write_new(self, name: str, data: bytes) -> bool:
        """Whole, as the server creates new files."""
        with self._driver.guarding(self.shown(name), told=not_writable):
            self._driver.make_folder(self._at(split_name(name)[0]))
        try:
            with self._driver.guarding(self.shown(name), told=not_writable):
                self._driver.create(self._at(name), data)
        except FileExistsError:
            return False
        return True

    def remove(self, entry: Entry) -> None:
        """Looked at right before."""
        found = self.find(entry.name)
        if found is None:
            return
        if found.stamp != entry.stamp:
            raise Lost(printable(entry.name))
        with self._driver.guarding(self.shown(entry.name), told=not_writable):
            self._driver.remove(self._at(entry.name))

    def wait(self, seconds: float, stop: Event, ignored: Callable[[str], bool]) -> None:
        """By looking again and again."""
        end = time.monotonic() + seconds
        before = self._seen(ignored)
        while (left := end - time.monotonic()) > 0 and not stop.wait(min(LOOK_EVERY, left)):
            if self._seen(ignored) != before:
                return

    def _seen(self, ignored: Callable[[str], bool]) -> frozenset[Entry]:
        return frozenset(self.entries(lambda name: not ignored(name), lambda _: False).entries)

    def close(self) -> None:
        """Ends the connection."""
        self._driver.close()

    def _at(self, name: str) -> str:
        return posixpath.normpath(posixpath.join(self._root, name)) if name else self._root


def _entry(name: str, item: RemoteFile) -> Entry:
    kind = "other" if item.kind == "folder" else item.kind
    return Entry(name, kind, item.size, item.modified, item.modified, item.version)
