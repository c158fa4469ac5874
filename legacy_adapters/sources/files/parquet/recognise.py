"""Tells Parquet from other files by the four bytes with which it begins and ends."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from legacy_adapters.sources.files.format import Recognised, Sample
from legacy_adapters.sources.files.parquet.settings import ParquetSettings

MAGIC: Final = b"PAR1"
ENCRYPTED: Final = b"PARE"


def recognise(sample: Sample) -> Recognised | None:
    """The settings of a file that begins as Parquet does; that it is whole is seen when it is read."""
    if not sample.head.startswith((MAGIC, ENCRYPTED)):
        return None
    return Recognised(ParquetSettings(), ("Parquet: it begins with PAR1",))


def has_end(path: Path) -> bool:
    """Whether a file ends as Parquet does. Raises ``OSError``."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 4))
        return size > 8 and file.read() in {MAGIC, ENCRYPTED}
