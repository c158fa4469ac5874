"""Which names a member of an archive may have: none that would lead out of a folder it was unpacked to."""

from __future__ import annotations

import re

_DRIVE = re.compile(r"[A-Za-z]:")


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
