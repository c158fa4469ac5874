"""Gives a file another name on the same file system, and never takes the place of one that is there."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_RENAME_EXCL = 4
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
_NO_LINKS = frozenset({errno.EPERM, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EACCES})


def rename_new(source: Path, target: Path) -> None:
    """Raises ``FileExistsError`` where there is something, ``OSError`` with ``EXDEV`` between two file systems.

    Linux and macOS do it in one step; a file system that cannot (NFS) gets a second name for the file and takes the
    first away, and one without second names either (FAT) is looked at first.
    """
    if sys.platform == "win32":
        source.rename(target)
        return
    if not _in_one_step(source, target):
        _in_two_steps(source, target)


def _in_one_step(source: Path, target: Path) -> bool:
    call = _system_call()
    if call is None:
        return False
    code = call(os.fsencode(source), os.fsencode(target))
    if code == 0:
        return True
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(source), None, str(target))


@cache
def _system_call() -> Callable[[bytes, bytes], int] | None:
    """The system's rename that does not replace: 0, or the number of the error."""
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        name, before, after = "renamex_np", (), (_RENAME_EXCL,)
    else:
        name, before, after = "renameat2", (_AT_FDCWD,), (_RENAME_NOREPLACE,)
    function = getattr(library, name, None)
    if function is None:
        return None

    def call(source: bytes, target: bytes) -> int:
        arguments = (*before, source, *before, target, *after)
        return 0 if function(*arguments) == 0 else ctypes.get_errno()

    return call


def _in_two_steps(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        source.rename(target)
        return
    source.unlink(missing_ok=True)
