"""What goes wrong when a damaged zip file is unpacked, in words for a person."""

from __future__ import annotations

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from legacy_adapters.sources.files.spreadsheet.workbook import damaged

_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What ``zipfile`` raises for archives that are damaged, encrypted, or packed in ways that it does not know."""


@contextmanager
def unpacking(path: Path, what: str) -> Iterator[None]:
    """Raises ``BadPart`` for all of it; ``what`` cannot be read then. A part that begins before its file does is sought
    there, which the system refuses as an invalid argument; every other ``OSError`` goes on as it is."""
    try:
        yield
    except _BROKEN as error:
        raise damaged(path, f"{what} ({error})") from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise damaged(path, f"{what} (it lies outside the file)") from error
