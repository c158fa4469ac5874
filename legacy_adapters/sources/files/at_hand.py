"""A file that is being read: where it is, what it is called, and what it is known by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SHOWN_DIGITS = 12
"""Of a file's hash, in an origin: enough to tell a million files apart, short enough to read."""


def _never() -> None:
    """A file that nobody else can write."""


@dataclass(frozen=True, slots=True)
class FileAtHand:
    """``path`` is a local copy, or the file itself; ``name`` what the folder calls it; ``digest`` the SHA-256 of its
    content, ``part`` what it is known by (see ``FilesSource.identity``).

    ``check_unchanged`` raises ``PartChanged`` where the file is no longer what it was when it was hashed.
    """

    path: Path
    name: str
    digest: str
    part: str
    check_unchanged: Callable[[], None] = _never

    @property
    def shown(self) -> str:
        """What the origins of its rows begin with."""
        return f"{self.name} ({self.digest[:SHOWN_DIGITS]})"
