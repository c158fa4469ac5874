"""The folders of evidence: their names, how one appears as a whole, and which are removed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_OURS: Final = re.compile(r"\d{8}T\d{6}Z-.+")
_BEGUN: Final = ".begun-"
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_]+")
_LONGEST: Final = 40


@dataclass(slots=True)
class Room:
    """A folder that is being filled, within a limit of bytes. What does not go into it becomes a note."""

    folder: Path
    left: int
    notes: list[str] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> None:
        """Writes a file, unless it is too large for what is left. Raises ``OSError``."""
        if self._has_room(name, len(data)):
            (self.folder / name).write_bytes(data)

    def put_in_any_case(self, name: str, data: bytes) -> None:
        """Writes a file that is small, whatever is left. Raises ``OSError``."""
        (self.folder / name).write_bytes(data)

    def take(self, path: Path) -> None:
        """Moves a file here, unless it is too large for what is left. Raises ``OSError``."""
        if self._has_room(path.name, path.stat().st_size):
            shutil.move(path, self.folder / path.name)

    def _has_room(self, name: str, size: int) -> bool:
        if size > self.left:
            self.notes.append(f"{name}: left out, as its {size:,} bytes are more than the {self.left:,} that were left")
            return False
        self.left -= size
        return True


@contextmanager
def new_folder(parent: Path, name: str, most_bytes: int) -> Iterator[Room]:
    """A folder that is filled under another name and gets its own at the end; nothing is left of one that failed.

    ``Room.folder`` is the folder's own name afterwards. Raises ``OSError``.
    """
    parent.mkdir(parents=True, exist_ok=True)
    final = _free(parent, name)
    begun = parent / f"{_BEGUN}{final.name}"
    begun.mkdir(mode=0o700)
    room = Room(begun, most_bytes)
    try:
        yield room
        begun.replace(final)
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        raise
    room.folder = final


def remove_oldest(parent: Path, keep: int) -> None:
    """Removes all but the newest ``keep`` folders of evidence, and what a killed process has left; nothing else that
    lies there. Raises ``OSError``."""
    ours = sorted(path for path in parent.iterdir() if path.is_dir() and _OURS.fullmatch(path.name))
    newest = {path.name for path in ours[len(ours) - keep :]} if keep else set()
    for path in ours:
        if path.name not in newest:
            shutil.rmtree(path)
    for begun in parent.glob(f"{_BEGUN}*"):
        # Another process may be filling it right now; but not one that is older than what is kept.
        if begun.name.removeprefix(_BEGUN) < min(newest, default=""):
            shutil.rmtree(begun, ignore_errors=True)


def folder_name(at: datetime, stream: str, step: str) -> str:
    """``20250131T220503Z-journal-step_3``: in the order of time, and of characters that every system takes."""
    parts = (_NOT_IN_NAMES.sub("_", text).strip("_")[:_LONGEST].rstrip("_") for text in (stream, step))
    return "-".join([f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}", *(part or "_" for part in parts)])


def _free(parent: Path, name: str) -> Path:
    number, path = 1, parent / name
    while path.exists() or (parent / f"{_BEGUN}{path.name}").exists():
        number += 1
        path = parent / f"{name}-{number}"
    return path
