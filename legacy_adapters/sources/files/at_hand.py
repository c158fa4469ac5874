"""A file that is being read: what it is called, what it is known by, and where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from legacy_adapters.sources.files.folder.taken import Taken
from legacy_adapters.sources.files.format import Format

SHOWN_DIGITS = 12
"""Of a file's hash, in an origin: enough to tell a million files apart, short enough to read."""


@dataclass(frozen=True, slots=True)
class FileAtHand:
    """A file that was taken from its folder; ``part`` is what it is known by (see ``FilesSource.identity``)."""

    taken: Taken
    part: str
    _schemas: dict[tuple[int, str | None], pa.Schema] = field(default_factory=dict, repr=False, compare=False)

    @property
    def path(self) -> Path:
        """Where its content is. Raises ``BadPart`` where there is none."""
        return self.taken.path

    @property
    def name(self) -> str:
        """What the folder calls it."""
        return self.taken.waiting.name

    @property
    def shown(self) -> str:
        """What the origins of its rows begin with: name and the beginning of the SHA-256 of its content."""
        return f"{self.name} ({self.taken.digest[:SHOWN_DIGITS]})"

    def schema(self, format_: Format, table: str | None) -> pa.Schema:
        """The columns of one table, looked up once. Raises what ``Format.schema`` raises."""
        key = (id(format_), table)
        if key not in self._schemas:
            self._schemas[key] = format_.schema(self.path, table)
        return self._schemas[key]

    def check_unchanged(self) -> None:
        """Raises ``PartChanged`` where the file is no longer what it was when it was hashed."""
        self.taken.unchanged()
