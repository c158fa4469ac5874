"""A folder for what a browser leaves behind, which goes with it, or with the next one where we were killed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "legacy-adapters-browser-"
_LOCK = "in-use"


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
        shutil.rmtree(folder, ignore_errors=True)


def _remove_unless_used(lock: Path) -> None:
    try:
        with FileLock(lock, timeout=0):
            shutil.rmtree(lock.parent, ignore_errors=True)
    except (Timeout, OSError):
        # In use, or of another account.
        return
