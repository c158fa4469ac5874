"""Any other file system that fsspec knows: its files can be read, and nothing there is moved or claimed."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import fsspec
from fsspec.core import strip_protocol
from fsspec.spec import AbstractFileSystem

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.remote.errors import Told, guarded, not_opened
from legacy_adapters.remote.protocols import RemoteFile
from legacy_adapters.remote.url import RemoteUrl

_TIMES: Final = ("mtime", "modified", "LastModified", "last_modified", "updated")
_VERSIONS: Final = ("ETag", "etag", "md5", "checksum")
_READ_ONLY: Final = "files are not moved there: leave `after` out, or mount it"


class OtherDriver:
    """A file system by its name in fsspec. What it raises is its own: errors of the standard library are explained."""

    def __init__(self, url: RemoteUrl, options: Mapping[str, str]) -> None:
        """Raises ``ConfigError`` for a file system that fsspec does not know, ``DriverMissing``."""
        given: dict[str, Any] = {"host": url.host, "port": url.port, "username": url.user, "password": url.password}
        try:
            kind = fsspec.get_filesystem_class(url.scheme)
        except ValueError:
            raise ConfigError(f"{url.scheme} is no file system that is known", where="path") from None
        except ImportError as error:
            what = f"reading {url.scheme}:// needs a package that is not installed"
            raise DriverMissing(what, where="path", hint=str(error)) from error
        named = {name: value for name, value in given.items() if value is not None and url.scheme in _WITH_HOST}
        with self.guarding(url.shown, told=not_opened):
            self._fs: AbstractFileSystem = kind(**named, **options, use_listings_cache=False, skip_instance_cache=True)

    def root(self, url: RemoteUrl) -> str:
        """The folder as the file system names it: a bucket may be a part of it, a host is none."""
        return str(strip_protocol(url.shown))

    def guarding(self, where: str, *, told: Told) -> AbstractContextManager[None]:
        """Errors of the standard library."""
        return guarded(where, (), lambda *_: None, told=told)

    def check(self, folder: str) -> None:
        """By asking for it."""
        if not self._fs.isdir(folder):
            raise FileNotFoundError(errno.ENOENT, "no such folder", folder)

    def listing(self, folder: str) -> Iterator[RemoteFile]:
        """In one go."""
        for item in self._fs.ls(folder, detail=True):
            if item["name"].rstrip("/") != folder.rstrip("/"):
                yield _file(item)

    def find(self, path: str) -> RemoteFile:
        """By its details."""
        return _file(self._fs.info(path))

    def open(self, path: str) -> BinaryIO:
        """A file of fsspec."""
        return cast(BinaryIO, self._fs.open(path, "rb"))

    def rename(self, path: str, target: str) -> None:
        """Not known to be safe."""
        raise OSError(errno.EPERM, _READ_ONLY, path)

    rename_new = rename

    def make_folder(self, folder: str) -> None:
        """With those above it."""
        self._fs.makedirs(folder, exist_ok=True)

    def create(self, path: str, data: bytes) -> None:
        """Not touched."""
        raise OSError(errno.EPERM, _READ_ONLY, path)

    def put(self, source: Path, path: str) -> None:
        """Only for stores in which an object appears whole: see ``opening.WRITABLE``."""
        self._fs.put_file(str(source), path)

    def remove(self, path: str) -> None:
        """The name."""
        self._fs.rm_file(path)

    def close(self) -> None:
        """As the file system does by itself."""


_WITH_HOST: Final = frozenset({"ftp", "hdfs", "webhdfs"})


def _file(item: Mapping[str, Any]) -> RemoteFile:
    kind = {"directory": "folder", "file": "file", "link": "link"}.get(str(item.get("type")), "other")
    version = next((str(item[name]) for name in _VERSIONS if item.get(name)), "")
    name = str(item["name"]).rstrip("/").rpartition("/")[2]
    return RemoteFile(name, cast(Any, kind), int(item.get("size") or 0), _modified(item), version)


def _modified(item: Mapping[str, Any]) -> int:
    """0, long ago, where the file system says nothing of it."""
    found = next((item[name] for name in _TIMES if item.get(name) is not None), None)
    if isinstance(found, int | float):
        return int(found * 1_000_000_000)
    if isinstance(found, datetime):
        return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1_000_000_000)
    return 0
