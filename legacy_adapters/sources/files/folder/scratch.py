"""Temporary copies on this machine: of remote files, of what compressed files and archives hold."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from legacy_adapters.sources.files.folder.local_errors import changing


class Scratch:
    """A private folder that goes with everything in it when it is closed; made when it is first needed."""

    def __init__(self, parent: Path | None) -> None:
        self._parent = parent
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0

    @contextmanager
    def new(self, suffix: str = "") -> Iterator[tuple[Path, BinaryIO]]:
        """A new file to be written, which is removed again where that fails. Raises ``OutputError``."""
        if self._folder is None:
            with changing(str(self._parent or tempfile.gettempdir())):
                self._folder = tempfile.TemporaryDirectory(prefix="legacy-adapters-", dir=self._parent)
        self._count += 1
        path = Path(self._folder.name) / f"{self._count}{suffix}"
        with changing(str(path)):
            file = path.open("xb")
        try:
            with file:
                yield path, file
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Removes all of them."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
