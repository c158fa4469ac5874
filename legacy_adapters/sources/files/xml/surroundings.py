"""Values that a record has from around it, which must stand before it in the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.xml.paths import FieldPath
from legacy_adapters.sources.files.xml.values import values_at

Values = tuple[tuple[str, ...], ...]


class Surroundings:
    """Looks values up once per parent of records. ``known`` are those of the first parent, whose records were read
    before."""

    def __init__(self, paths: Sequence[FieldPath], known: Values | None = None) -> None:
        self._paths = paths
        self._parent: Any = None
        self._values: Values = known or ()
        self._pending = known is not None

    def adopt(self, parent: Any) -> None:
        """Says which element the values are of that were known from the beginning."""
        if self._pending:
            self._parent, self._pending = parent, False

    def of(self, parent: Any) -> Values:
        """The values for records of this parent."""
        if parent is not self._parent:
            self.check()
            self._parent, self._values = parent, self._look(parent)
        return self._values

    def check(self) -> None:
        """Raises ``BadPart`` where one has come after records that should have had it. Called before the tree is
        pruned, and at the end."""
        if self._parent is not None and self._paths and self._look(self._parent) != self._values:
            raise BadPart(
                "a value that records are to have from around them stands behind them",
                hint="A file is read in one pass: such a value must come before the records. Take it out of `fields`.",
            )

    def _look(self, parent: Any) -> Values:
        return tuple(tuple(self._find(parent, path)) for path in self._paths)

    @staticmethod
    def _find(parent: Any, path: FieldPath) -> Sequence[str]:
        element = parent
        for _ in range((path.up or 1) - 1):
            element = element.getparent()
        return values_at(element, path)
