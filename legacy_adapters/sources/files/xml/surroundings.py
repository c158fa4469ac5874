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

    def of(self, record: Any) -> Values:
        """The values for a record. Raises ``BadPart`` where one stands behind it."""
        parent = record.getparent()
        if parent is not self._parent:
            self.check()
            self._parent, self._values = parent, self._look(parent)
            for path in self._paths:
                self._check_order(record, path)
        return self._values

    def check(self) -> None:
        """Raises ``BadPart`` where one has come after records that should have had it. Called before the tree is
        pruned, and at the end."""
        if self._parent is not None and self._paths and self._look(self._parent) != self._values:
            raise _too_late()

    def _look(self, parent: Any) -> Values:
        return tuple(tuple(values_at(_above(parent, (path.up or 1) - 1), path)) for path in self._paths)

    @staticmethod
    def _check_order(record: Any, path: FieldPath) -> None:
        """Nothing that the path means may stand behind the record: what is fed at once is parsed at once."""
        if not path.steps:
            return
        for behind in _above(record, (path.up or 1) - 1).itersiblings():
            rest = FieldPath(0, path.steps[1:], path.attribute)
            if path.steps[0].matches(behind.tag) and values_at(behind, rest):
                raise _too_late()


def _above(element: Any, levels: int) -> Any:
    for _ in range(levels):
        element = element.getparent()
    return element


def _too_late() -> BadPart:
    return BadPart(
        "a value that records are to have from around them stands behind them",
        hint="A file is read in one pass: such a value must come before the records. Take it out of `fields`.",
    )
