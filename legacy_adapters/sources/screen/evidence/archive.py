"""Writes a zip file anew, member by member, within limits and with the same bytes every time."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Final

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
MOST_UNPACKED: Final = 512 * 2**20

UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What reading a zip file raises that is damaged, encrypted, or larger than is taken."""


def members(source: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file in a zip file. Raises one of ``UNREADABLE``."""
    unpacked = 0
    with zipfile.ZipFile(source) as archive:
        for member in archive.infolist():
            unpacked += member.file_size
            if unpacked > MOST_UNPACKED:
                raise ValueError(f"it unpacks to more than {MOST_UNPACKED} bytes")
            if not member.is_dir():
                yield member.filename, archive.read(member)


def rewritten(source: IO[bytes], target: IO[bytes], change: Callable[[str, bytes], bytes | None]) -> list[str]:
    """Copies a zip file with every member as ``change`` of its name and bytes gives it back; None leaves it out.

    Returns the names of those left out. Raises one of ``UNREADABLE``.
    """
    left_out: list[str] = []
    with zipfile.ZipFile(target, "w") as new:
        for name, data in members(source):
            changed = change(name, data)
            if changed is None:
                left_out.append(name)
            else:
                # No comments and extra fields, in which something could stand as well.
                new.writestr(zipfile.ZipInfo(name, _NO_TIME), changed, zipfile.ZIP_DEFLATED)
    return left_out
