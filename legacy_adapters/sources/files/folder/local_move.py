"""Moves a file to where nothing is yet, also to another file system: copied, checked, made durable, then removed."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from legacy_adapters.sources.files.folder.content import BLOCK, open_regular, path_digest
from legacy_adapters.sources.files.folder.no_replace import rename_new

PART = ".part-"


def move_new(source: Path, target: Path) -> bool:
    """True when done, False where there is something at ``target``. Raises ``OSError``; the file is then still there,
    whole."""
    make_folder(target.parent)
    try:
        rename_new(source, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return _move_across(source, target)
    return True


def _move_across(source: Path, target: Path) -> bool:
    """Into a hidden part file first, so that nothing half-written ever has the file's name."""
    # The same when it is done again after a kill, and another one for another runner, whose claims have other names.
    part = target.with_name(f"{PART}{hashlib.sha256(os.fsencode(source) + os.fsencode(target)).hexdigest()[:16]}")
    try:
        with open_regular(source) as origin, part.open("wb") as copy:
            before = os.fstat(origin.fileno())
            digest = _copied(origin, copy)
            os.fsync(copy.fileno())
        os.utime(part, ns=(before.st_atime_ns, before.st_mtime_ns))
        if path_digest(part)[0] != digest:
            raise OSError(errno.EIO, "what was written is not what was read", str(target))
        _check_unchanged(source, before)
        rename_new(part, target)
    except FileExistsError:
        part.unlink(missing_ok=True)
        return False
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    source.unlink()
    return True


def _copied(origin: BinaryIO, copy: BinaryIO) -> str:
    found = hashlib.sha256()
    while block := origin.read(BLOCK):
        found.update(block)
        copy.write(block)
    copy.flush()
    return found.hexdigest()


def _check_unchanged(source: Path, before: os.stat_result) -> None:
    after = os.lstat(source)
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise OSError(errno.EBUSY, "changed while it was copied", str(source))


def write_new(path: Path, data: bytes) -> bool:
    """Writes a small file durably and whole; False where there is something."""
    make_folder(path.parent)
    part = path.with_name(f"{PART}{hashlib.sha256(os.fsencode(path.name) + data).hexdigest()[:16]}")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        rename_new(part, path)
    except FileExistsError:
        part.unlink(missing_ok=True)
        return False
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return True


def make_folder(folder: Path) -> None:
    """Creates the folder and those above it, durably."""
    if folder.is_dir():
        return
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
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(descriptor)
