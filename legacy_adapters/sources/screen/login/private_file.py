"""Small files that only their owner may read, whole or not there at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from legacy_adapters.core.errors import OutputError


def write_private(path: Path, data: bytes) -> None:
    """Puts ``data`` in the place of what was there, in one step, durable on return; mode 0600, its folder 0700.

    Raises ``OutputError`` where it cannot be written.
    """
    with explained(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made with mode 0600 from the start, and with a name of its own, as another run may write the same file.
        descriptor, part = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(part).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what the system says about ``path`` into an ``OutputError``."""
    try:
        yield
    except (OSError, NotImplementedError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise OutputError(
            f"what a login has to remember cannot be written ({said})",
            where=str(path),
            hint="Check the rights on the folder and the room on its disk, or name another with --state-dir.",
        ) from error


def _sync_folder(folder: Path) -> None:
    """Makes the new name durable. Windows has no such thing, and some file systems refuse it for folders."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
