"""What makes a file durable, its own, and visible at once, on each system; every ``OSError`` is explained here."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from legacy_adapters.core.errors import OutputError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FULL = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_LOCKED = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_SHARING_VIOLATIONS = {5, 32, 33}
_FLAGS = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
# Windows locks bytes, also behind the end of a file: far away from what is written.
_LOCK_AT = 2**62
RENAME_SECONDS = 10.0


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns what the system says while ``path`` is written into an ``OutputError``."""
    try:
        yield
    except OSError as error:
        raise explained(error, path) from error


def explained(error: OSError, path: Path | str) -> OutputError:
    """The same for a person: what happened, and what to do; ``path`` may also be a URL."""
    where = str(path)
    if error.errno in _FULL:
        hint = "Make room on that disk and start the run again: it goes on from its last checkpoint."
        return OutputError("disk full", where=where, hint=hint)
    if error.errno == errno.EFBIG:
        hint = "The file system or a limit (ulimit -f) allows no larger file: split it by a column in the path."
        return OutputError("the file would be too large", where=where, hint=hint)
    if error.errno in _REFUSED:
        hint = "Let the user that the run works as write there, or choose another path."
        return OutputError("not writable", where=where, hint=hint)
    if error.errno == errno.EISDIR:
        return OutputError("is a folder", where=where, hint="Choose the path of a file.")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return OutputError("part of the path is a file, not a folder", where=where, hint="Choose another path.")
    return OutputError(error.strerror or str(error), where=where, hint="Choose another path, or mend the disk.")


def check_replaceable(final: Path) -> None:
    """Raises ``OutputError`` where something that is no file (a folder, a device) has the final name."""
    with suppress(FileNotFoundError):
        mode = final.stat().st_mode
        if stat.S_ISDIR(mode):
            raise OutputError("is a folder", where=str(final), hint="Choose the path of a file.")
        if not stat.S_ISREG(mode):
            hint = "Only a file can be put in its place; write to standard output with -."
            raise OutputError("is a device or a pipe", where=str(final), hint=hint)


def open_locked(path: Path) -> int:
    """A descriptor of ``path``, created where it is not there, and held against other programs of ours.

    Raises ``OutputError`` where another holds it, ``OSError`` where it cannot be opened.
    """
    while True:
        descriptor = os.open(path, _FLAGS | os.O_CREAT, 0o666)
        try:
            _lock(descriptor, path)
            if _is_at(descriptor, path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        # Between open and lock its holder has published it: that file is not ours.
        os.close(descriptor)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _lock(descriptor: int, path: Path) -> None:
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _LOCK_AT, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Some network file systems have no locks: nothing can be told there.
        if error.errno in _LOCKED:
            hint = "Wait until that run has ended, or give one of the two another path."
            raise OutputError("is being written by another program", where=str(path), hint=hint) from None


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Writes all of it at the descriptor's place; a disk may take less at once."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def copy_into(descriptor: int, source: Path) -> None:
    """Appends the bytes of ``source``, block by block."""
    with source.open("rb") as origin, open(descriptor, "ab", buffering=0, closefd=False) as target:
        shutil.copyfileobj(origin, target, 1 << 20)


def make_folder(folder: Path) -> None:
    """Creates the folder and those above it, durably."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in it durable. Windows has no such thing and does not need it."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some file systems refuse it for folders; they then write names in order.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def rename(
    part: Path, final: Path, *, patience: float = RENAME_SECONDS, pause: Callable[[float], None] = time.sleep
) -> None:
    """Puts ``part`` in the place of ``final`` in one step. While another program holds ``final`` (Windows), it is
    tried again for ``patience`` seconds; then ``OutputError``, and the part stays."""
    waited, wait = 0.0, 0.05
    while True:
        try:
            part.replace(final)
        except OSError as error:
            if getattr(error, "winerror", None) not in _SHARING_VIOLATIONS:
                raise explained(error, final) from error
            if waited >= patience:
                hint = f"Close it there and start the run again; what was written is kept in {part.name}."
                raise OutputError("is held by another program", where=str(final), hint=hint) from error
            pause(wait)
            waited, wait = waited + wait, min(2 * wait, 1.0)
        else:
            return
