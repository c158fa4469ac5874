"""Drop folders for tests: files as if they had been there for an hour, and a folder that is opened in one line."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from legacy_adapters.sources.files.folder.drop_folder import DropFolder
from legacy_adapters.sources.files.folder.entry import Left, Survey, Waiting
from legacy_adapters.sources.files.folder.settings import After, Complete
from legacy_adapters.sources.files.folder.taken import Taken

AT = datetime(2026, 1, 31, 3, 15, tzinfo=UTC)
ARCHIVED = "done/2026/01"
AFTER = After(archive="done/{year}/{month}", quarantine="bad")
AT_ONCE = Complete(stable_for=0)


def drop(folder: Path, name: str, content: bytes = b"1;2;3\n", *, age: float = 3600.0) -> Path:
    """Leaves a file whose content is as old as that, in seconds."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = time.time() - age
    os.utime(path, (moment, moment))
    return path


@contextmanager
def opened(folder: Path | str, pattern: Any = "*", **settings: Any) -> Iterator[DropFolder]:
    """The folder as the runner ``us`` sees it, files complete at once, put away in ``done`` and ``bad``."""
    given: dict[str, Any] = {"base": Path("/"), "complete": AT_ONCE, "after": AFTER, "owner": "us"} | settings
    with DropFolder.open(str(folder), pattern=pattern, **given) as found:
        yield found


def names(survey: Survey) -> list[str]:
    """What waits, in order."""
    return [one.name for one in survey.waiting]


def only(survey: Survey) -> Waiting:
    """The one file that waits."""
    (waiting,) = survey.waiting
    return waiting


def reasons(survey: Survey) -> dict[str, str]:
    """Why files were left alone."""
    return {one.name: one.reason for one in survey.left}


def take(folder: DropFolder, waiting: Waiting) -> Taken:
    """A file that can be taken."""
    taken = folder.take(waiting)
    assert isinstance(taken, Taken), taken
    return taken


def refusal(folder: DropFolder, waiting: Waiting) -> str:
    """Why a file cannot be taken."""
    left = folder.take(waiting)
    assert isinstance(left, Left), left
    return left.reason


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, also hidden ones, with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
