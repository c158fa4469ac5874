"""What goes wrong with the folder in which the keys of a run are kept, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from legacy_adapters.core.errors import OutputError, StateMismatch


@contextmanager
def keeping(folder: Path) -> Iterator[None]:
    """Raises ``OutputError`` where the folder cannot be written, ``StateMismatch`` where what was written is gone."""
    try:
        yield
    except FileNotFoundError as error:
        raise StateMismatch(
            "the keys that the interrupted run had seen are gone", where=str(folder), hint="Begin it anew: --full"
        ) from error
    except OSError as error:
        raise OutputError(
            f"the keys of the run cannot be written ({error.strerror})",
            where=str(folder),
            hint="Check the space on the disk and the rights on the folder, or name another folder with --state-dir.",
        ) from error
