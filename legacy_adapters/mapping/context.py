"""What a mapping has to know of its pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MappingContext:
    """The source's id, which every record id begins with; its company, for rows that name none; and the pipeline's
    folder, where hooks and lookup files are."""

    source_id: str
    company: str | None
    folder: Path
