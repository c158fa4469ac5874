"""One file in an archive."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name there, its size as the archive states it, and why it is ``refused``, if it is: a
    name that climbs out, a link, a device, a password. ``at``: in a tar archive, where its content begins; in a zip
    archive, which of its files it is."""

    name: str
    size: int
    at: int
    refused: str | None = None


def refused_name(name: str) -> str | None:
    """Why a member of this name is refused, in words; None for a good name."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts:
        return "its name climbs out of the archive by `..`"
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "its name is an absolute path"
    if "\0" in name or not name.strip("/ "):
        return "its name is none"
    return None
