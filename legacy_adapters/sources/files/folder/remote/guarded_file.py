"""A remote file that is being read: what its driver raises becomes an error of ours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from legacy_adapters.remote.protocols import Driver
from legacy_adapters.sources.files.folder.local_errors import not_readable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class GuardedFile(io.RawIOBase):
    """Reads and seeks in a file of a driver."""

    def __init__(self, file: BinaryIO, driver: Driver, where: str) -> None:
        self._file = file
        self._driver = driver
        self._where = where

    @classmethod
    def of(cls, file: BinaryIO, driver: Driver, where: str) -> BinaryIO:
        """In blocks of a size that is worth a request."""
        return io.BufferedReader(cls(file, driver, where), 1 << 18)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """As the driver's file is."""
        return self._file.seekable()

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Some bytes, 0 at the end."""
        view = memoryview(buffer).cast("B")
        with self._driver.guarding(self._where, told=not_readable):
            block = self._file.read(len(view))
        view[: len(block)] = block
        return len(block)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Another place."""
        with self._driver.guarding(self._where, told=not_readable):
            self._file.seek(offset, whence)
            return self._file.tell()

    def tell(self) -> int:
        """Where it is."""
        return self._file.tell()

    def close(self) -> None:
        """Gives the file back."""
        if not self.closed:
            with self._driver.guarding(self._where, told=not_readable):
                self._file.close()
        super().close()
