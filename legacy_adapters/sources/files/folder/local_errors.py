"""What the system says of a folder or a file, for a person: what happened, where, and what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.remote.errors import GONE, REFUSED, is_busy

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def looking(where: str) -> Iterator[None]:
    """Turns what the system says while a folder or a file is looked at into an error of ours."""
    try:
        yield
    except OSError as error:
        raise not_readable(error, where) from error


@contextmanager
def changing(where: str) -> Iterator[None]:
    """The same while files are moved or written."""
    try:
        yield
    except OSError as error:
        raise not_writable(error, where) from error


def not_readable(error: OSError, where: str) -> LegacyAdaptersError:
    """An error of looking."""
    if error.errno in REFUSED:
        hint = "Let the user that the run works as read the folder and its files."
        return AccessDenied("may not be read", where=where, hint=hint)
    if error.errno == errno.ENOTDIR:
        return ConfigError(
            "is a file, not a folder", where=where, hint="State the folder in `path`, and the file's name in `pattern`."
        )
    if error.errno in GONE:
        hint = "Is the path right, and the share mounted for the user that the run works as?"
        return Unavailable("there is no such folder", where=where, hint=hint)
    if error.errno in FULL:
        return not_writable(error, where)
    hint = "Is the disk well, and the server of the share up? Start the run again then."
    return Unavailable(f"cannot be read ({_said(error)})", where=where, hint=hint)


def not_writable(error: OSError, where: str) -> LegacyAdaptersError:
    """An error of moving or writing."""
    if error.errno in FULL:
        hint = "Make room on that disk and start the run again. The file is still where it was."
        return OutputError("disk full", where=where, hint=hint)
    if error.errno in REFUSED:
        hint = "Let the user that the run works as move files in this folder, or leave `after` out."
        return OutputError("may not be written", where=where, hint=f"{hint} The file is still where it was.")
    if error.errno == errno.EFBIG:
        hint = "The file system or a limit (ulimit -f) allows no larger file. The file is still where it was."
        return OutputError("the file would be too large", where=where, hint=hint)
    if error.errno == errno.ENAMETOOLONG:
        return OutputError("the name would be too long", where=where, hint="Give the file a shorter name.")
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        hint = "Choose another folder in `after`. The file is still where it was."
        return OutputError("part of the path is a file, not a folder", where=where, hint=hint)
    if is_busy(error):
        hint = "Close it there and start the run again. The file is still where it was."
        return OutputError("is held by another program", where=where, hint=hint)
    return OutputError(f"cannot be written ({_said(error)})", where=where, hint="The file is still where it was.")


def _said(error: OSError) -> str:
    return error.strerror or str(error)
