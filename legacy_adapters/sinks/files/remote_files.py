"""Files on servers and in buckets: written on this machine, sent at the end of the run, each whole or not at all."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Final
from urllib.parse import unquote

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.core.protocols import Delivery
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.remote.errors import Busy, Lost
from legacy_adapters.remote.opening import WRITABLE, open_driver
from legacy_adapters.remote.protocols import Driver, RemoteFile
from legacy_adapters.remote.url import RemoteUrl
from legacy_adapters.sinks.atomic_file import explained
from legacy_adapters.sinks.files.part_file import PartFile
from legacy_adapters.sinks.files.sent_files import SentFiles
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.sinks.files.token import FileState, Identity

_SECRET: Final = frozenset({"passphrase", "password", "secret", "token"})
_MARK: Final = 7
"""Bytes of a hash that fit into the number of a file."""


class RemoteFiles:
    """The connection is opened at the beginning, to see that there is one, and again to publish: in between hours may
    pass."""

    def __init__(self, settings: FileSink, delivery: Delivery) -> None:
        """Raises ``ConfigError``, ``DriverMissing``, ``Unavailable``, ``AccessDenied``, ``OutputError``."""
        KNOWN.add_passwords(settings.path)
        for name in _SECRET & settings.options.keys():
            KNOWN.add(settings.options[name])
        literal = settings.path.partition("{")[0]
        cut = literal.rfind("/")
        self._url = RemoteUrl.of(settings.path[:cut])
        self._options = settings.options
        if self._url.scheme not in WRITABLE:
            hint = f"There are {', '.join(sorted(WRITABLE))}. Or mount it, and state the local path."
            raise ConfigError(f"files cannot be put to {self._url.scheme}://", where=self._url.shown, hint=hint)
        self.template = unquote(settings.path[cut + 1 :])
        self.address = f"{self._url.shown}/{self.template}"
        mark = sha256(f"{self._url.user}@{self.address}".encode()).hexdigest()[:16]
        self.folder = delivery.folder / settings.staging / mark
        self._sent = SentFiles(self.folder, delivery.run_id)
        self._names = self._sent.names()
        if not delivery.publishing:
            self._check()

    def begin(self) -> None:
        """Forgets what runs before have sent."""
        self._sent.forget()
        self._names = {}

    def is_published(self, name: str) -> bool:
        """Whether it was sent."""
        return name in self._names

    def publish(self, parts: Sequence[PartFile], stale: Sequence[FileState]) -> dict[str, FileState]:
        """Sends what has not been sent, one file after the other."""
        waiting = [part for part in parts if not part.published]
        if waiting or stale:
            with self._connected() as driver:
                root = driver.root(self._url)
                for part in waiting:
                    self._send(driver, part, posixpath.join(root, part.name))
                for state in stale:
                    self._clear(driver, state, posixpath.join(root, state.path))
        return {part.name: FileState(part.name, part.entity, self._names[part.name], rows=part.rows) for part in parts}

    def shown(self, part: PartFile) -> str:
        """The URL, without user and password."""
        return self._shown(part.name)

    def _send(self, driver: Driver, part: PartFile, path: str) -> None:
        where = self._shown(part.name)
        whole = part.whole()
        size = whole.stat().st_size
        before = self._find(driver, path, where)
        if before is not None and before.kind == "folder":
            raise OutputError("is a folder", where=where, hint="Choose the path of a file.")
        with self._saying(driver, where):
            driver.make_folder(posixpath.dirname(path))
            driver.put(whole, path)
        found = self._find(driver, path, where)
        # Whoever waits for files there may have taken it already.
        self._names[part.name] = Identity(0, size) if found is None else _identity(found)
        self._sent.add(part.name, self._names[part.name])
        part.published = True
        part.discard()

    def _clear(self, driver: Driver, state: FileState, path: str) -> None:
        where = self._shown(state.path)
        found = self._find(driver, path, where)
        if found is not None and found.kind == "file" and _identity(found) == state.identity:
            with self._saying(driver, where):
                driver.remove(path)

    def _find(self, driver: Driver, path: str, where: str) -> RemoteFile | None:
        try:
            with driver.guarding(where, told=explained):
                return driver.find(path)
        except Lost:
            return None

    def _check(self) -> None:
        """Makes the folder, so that it shows before anything is read where that is not allowed."""
        with self._connected() as driver:
            root = driver.root(self._url)
            try:
                with driver.guarding(self._url.shown, told=explained):
                    driver.check(root)
            except Lost:
                with self._saying(driver, self._url.shown):
                    driver.make_folder(root)
                found = self._find(driver, root, self._url.shown)
                if found is not None and found.kind == "file":
                    hint = "Choose another path."
                    raise OutputError("is a file, not a folder", where=self._url.shown, hint=hint) from None

    @contextmanager
    def _connected(self) -> Iterator[Driver]:
        driver = open_driver(self._url, self._options)
        try:
            yield driver
        finally:
            driver.close()

    @contextmanager
    def _saying(self, driver: Driver, where: str) -> Iterator[None]:
        try:
            with driver.guarding(where, told=explained):
                yield
        except Lost as error:
            hint = "Is the path right? A share or a bucket of this name has to be there."
            raise OutputError("there is no such folder", where=where, hint=hint) from error
        except Busy as error:
            hint = "Close it there and start the run again: what is to be sent is kept."
            raise OutputError("is held by another program", where=where, hint=hint) from error
        except FileExistsError as error:
            hint = "Choose another path."
            raise OutputError("part of the path is a file, not a folder", where=where, hint=hint) from error

    def _shown(self, name: str) -> str:
        return f"{self._url.shown}/{name}"


def _identity(found: RemoteFile) -> Identity:
    """What tells one content from another there, in the form of a local file's."""
    mark = sha256(f"{found.modified} {found.version}".encode()).digest()[:_MARK]
    return Identity(int.from_bytes(mark), found.size)
