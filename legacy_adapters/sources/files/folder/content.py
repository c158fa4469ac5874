"""The content of a file as it is told from another: its hash, and whether two are the same."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 18
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


def open_regular(path: Path) -> BinaryIO:
    """Opens a file to read it. Raises ``OSError`` also for a link and for what is no file: a pipe is not waited for."""
    descriptor = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is no file")
        return open(descriptor, "rb", buffering=0)  # noqa: PTH123 - a descriptor, not a path
    except BaseException:
        os.close(descriptor)
        raise


def digest_of(file: BinaryIO) -> tuple[str, int]:
    """SHA-256 in hexadecimal, and the number of bytes, from here to the end."""
    found, size, block = hashlib.sha256(), 0, bytearray(BLOCK)
    view = memoryview(block)
    while count := file.readinto(view):  # type: ignore[attr-defined]
        found.update(view[:count])
        size += count
    return found.hexdigest(), size


def path_digest(path: Path) -> tuple[str, int]:
    """The same of a local file."""
    with open_regular(path) as file:
        return digest_of(file)
