"""Tells an Access database from other files by its first bytes."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.sources.files.access.header import VERSIONS, is_access
from legacy_adapters.sources.files.access.settings import AccessSettings
from legacy_adapters.sources.files.format import Recognised, Sample


def recognise(sample: Sample) -> Recognised | None:
    """The settings of an Access database, whatever its name."""
    if not is_access(sample.head) or len(sample.head) < 0x15:
        return None
    version = VERSIONS.get(sample.head[0x14], "an unknown version")
    return Recognised(AccessSettings(), (f"a database of {version}",))


def has_whole_pages(path: Path) -> bool:
    """Whether a database ends where a page ends. Raises ``OSError``."""
    with path.open("rb") as file:
        head = file.read(0x15)
        size = file.seek(0, 2)
    return is_access(head) and len(head) == 0x15 and size > 0 and size % (2048 if head[0x14] == 0 else 4096) == 0
