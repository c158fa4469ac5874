"""A server in memory, whose methods can be made to fail."""

from __future__ import annotations

import errno
import io
import posixpath
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from legacy_adapters.remote.errors import Told, guarded
from legacy_adapters.remote.protocols import RemoteFile
from legacy_adapters.remote.url import RemoteUrl


class FakeDriver:
    """Files by path. ``failing``: what each method raises instead of doing anything."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.failing: dict[str, Exception] = {}
        self.closed = False

    def guarding(self, where: str, *, told: Told) -> AbstractContextManager[None]:
        """The standard library's errors."""
        return guarded(where, (), lambda *_: None, told=told)

    def root(self, url: RemoteUrl) -> str:
        """Its path."""
        return url.path

    def check(self, folder: str) -> None:
        """Folders of files are there."""
        self._fail("check")
        if not any(path.startswith(f"{folder}/") for path in self.files):
            raise FileNotFoundError(errno.ENOENT, "none", folder)

    def listing(self, folder: str) -> Iterator[RemoteFile]:
        """Files and the folders between."""
        self._fail("listing")
        folders = set()
        for path in sorted(self.files):
            inside = path.removeprefix(f"{folder}/")
            if inside != path and "/" in inside:
                folders.add(inside.partition("/")[0])
            elif inside != path:
                yield self.find(path)
        for name in sorted(folders):
            yield RemoteFile(name, "folder", 0, 0)

    def find(self, path: str) -> RemoteFile:
        """By its content."""
        self._fail("find")
        if path not in self.files:
            raise FileNotFoundError(errno.ENOENT, "none", path)
        content = self.files[path]
        return RemoteFile(posixpath.basename(path), "file", len(content), 10**18, str(hash(content)))

    def open(self, path: str) -> BinaryIO:
        """In memory."""
        self._fail("open")
        return io.BytesIO(self.files[path])

    def rename(self, path: str, target: str) -> None:
        """Replaces nothing here."""
        self.rename_new(path, target)

    def rename_new(self, path: str, target: str) -> None:
        """Nothing is replaced."""
        self._fail("rename")
        if path not in self.files:
            raise FileNotFoundError(errno.ENOENT, "none", path)
        if target in self.files:
            raise FileExistsError(errno.EEXIST, "there", target)
        self.files[target] = self.files.pop(path)

    def make_folder(self, folder: str) -> None:
        """None are needed."""

    def create(self, path: str, data: bytes) -> None:
        """Nothing is replaced."""
        self._fail("create")
        if path in self.files:
            raise FileExistsError(errno.EEXIST, "there", path)
        self.files[path] = data

    def put(self, source: Path, path: str) -> None:
        """Replaces what is there."""
        self._fail("put")
        self.files[path] = source.read_bytes()

    def remove(self, path: str) -> None:
        """Takes it away."""
        self._fail("remove")
        del self.files[path]

    def close(self) -> None:
        """Noted."""
        self.closed = True

    def _fail(self, method: str) -> None:
        if method in self.failing:
            raise self.failing[method]
