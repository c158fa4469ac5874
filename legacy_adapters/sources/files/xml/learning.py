"""Takes records only to learn what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from legacy_adapters.sources.files.xml.paths import Step
from legacy_adapters.sources.files.xml.rows import RowList
from legacy_adapters.sources.files.xml.shape import Shape
from legacy_adapters.sources.files.xml.surroundings import Values
from legacy_adapters.sources.files.xml.values import elements_at


class Learner:
    """Shows the rows of records to a ``Shape``."""

    def __init__(self, row: Sequence[Step]) -> None:
        self.found = RowList()
        self.shape = Shape()
        self._row = row

    def look(self, parent: Any, record: Any) -> None:
        """Nothing."""

    def take(self, record: Any, number: int, line: int, around: Values) -> None:
        """Learns from a record."""
        for row in elements_at(record, self._row):
            self.shape.add(row)
