"""From ``sqlite:///old.db`` to the file."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from legacy_adapters.core.errors import AccessDenied, ConfigError, Unavailable

WHERE: Final = "source.url"
SHOWN_FILES: Final = 3


def database_path(url: str, folder: Path) -> Path:
    """The file that the URL names, relative to ``folder``.

    Raises ``ConfigError`` where there is none, with files of similar names; ``AccessDenied`` where it may not be read.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigError("this is no database URL", where=WHERE, hint="Write sqlite:///old.db") from None
    if parsed.drivername != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise ConfigError("the URL names no file", where=WHERE, hint="Write sqlite:///old.db or sqlite:////data/old.db")
    if parsed.query:
        raise ConfigError(
            f"options ({', '.join(parsed.query)}) are not supported",
            where=WHERE,
            hint="The database is always opened read-only. In a file's name ? is written %3F, and % is written %25.",
        )
    path = folder / parsed.database
    _check_readable(path)
    return path


def _check_readable(path: Path) -> None:
    try:
        if path.is_dir():
            raise ConfigError(f"{path} is a folder", where=WHERE, hint=_nearby(path / "x", []))
        with path.open("rb"):
            return
    except FileNotFoundError:
        raise ConfigError(f"there is no file {path}", where=WHERE, hint=_hint(path)) from None
    except PermissionError:
        raise AccessDenied(f"{path} may not be read by this user", where=WHERE) from None
    except OSError as error:
        raise Unavailable(f"{path} cannot be read: {error.strerror}", where=WHERE) from error


def _hint(path: Path) -> str:
    if not path.parent.is_dir():
        return f"The folder {path.parent} is not there either."
    files = sorted(entry.name for entry in os.scandir(path.parent) if entry.is_file())
    return _nearby(path, get_close_matches(path.name, files, n=SHOWN_FILES, cutoff=0.5))


def _nearby(path: Path, near: list[str]) -> str:
    return f"Did you mean {', '.join(near)}?" if near else f"Name a file in {path.parent}."
