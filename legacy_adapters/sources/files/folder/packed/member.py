"""One file in an archive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name there, its size as the archive states it, and why it is ``refused``, if it is: a
    name that climbs out, a link, a device, a password. ``at``: in a tar archive, where its content begins; in a zip
    archive, which of its files it is."""

    name: str
    size: int
    at: int
    refused: str | None = None
