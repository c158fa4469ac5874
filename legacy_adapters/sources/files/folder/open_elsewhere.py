"""Whether another program has a file open to write, or has locked it."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from legacy_adapters.remote.errors import is_busy
from legacy_adapters.sources.files.folder.content import open_regular

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BUSY = "another program has it open"
_LOCKED = "another program has locked it"


def held_by_another(path: Path) -> str | None:
    """In words; None where this program could have it for itself. Raises ``OSError`` where it cannot be opened."""
    try:
        with open_regular(path) as file:
            return _held(file.fileno())
    except OSError as error:
        if is_busy(error) or (sys.platform == "win32" and error.errno in (errno.EACCES, errno.EPERM)):
            return _BUSY
        raise


if sys.platform == "win32":

    def _held(descriptor: int) -> str | None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        except OSError:
            return _LOCKED
        return None

else:

    def _held(descriptor: int) -> str | None:
        if not _lockable(descriptor):
            return _LOCKED
        return _BUSY if _open_to_write(descriptor) else None

    def _lockable(descriptor: int) -> bool:
        """By both kinds of locks that there are; they go with the descriptor."""
        for lock in (
            lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB),
            lambda: fcntl.lockf(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB),
        ):
            try:
                lock()
            except OSError as error:
                # Some network file systems have no locks: nothing can be told there.
                if error.errno in (errno.EACCES, errno.EAGAIN):
                    return False
        return True

    def _open_to_write(descriptor: int) -> bool:
        """Linux grants a lease for reading only where no program has the file open to write."""
        if not hasattr(fcntl, "F_SETLEASE"):
            return False
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError as error:
            # Anything else: leases are not to be had for this file system or this user.
            return error.errno == errno.EAGAIN
        return False
