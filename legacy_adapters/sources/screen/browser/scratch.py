"""A folder for what a browser leaves behind, which goes with it, or with the next one where we were killed."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "legacy-adapters-browser-"
_LOCK = "in-use"
_TRIES = 20
_PAUSE = 0.1


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder, removed afterwards; those of processes that were killed are removed first."""
    root = Path(tempfile.gettempdir())
    for left in root.glob(f"{_PREFIX}*/{_LOCK}"):
        _remove_unless_used(left)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = FileLock(folder / _LOCK)
    try:
        with lock:
            yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    """Removes a folder, in which a browser that is just ending may still write."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE)


def _remove_unless_used(lock: Path) -> None:
    try:
        with FileLock(lock, timeout=0):
            shutil.rmtree(lock.parent, ignore_errors=True)
    except (Timeout, OSError):
        # In use, or of another account.
        return
