"""What a file states of itself (a trailer's count, a column's sum), compared with what was read of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from legacy_adapters.core.errors import TotalsDiffer
from legacy_adapters.sources.control_sums import ControlSums
from legacy_adapters.sources.files.format import Piece


@dataclass(slots=True)
class Proof:
    """What was read of one table of a file, and what the file states: names as in ``Piece.stated``."""

    read: ControlSums
    stated: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.read.rows

    def add(self, piece: Piece) -> None:
        """Takes in some rows, which have all of the columns that are added up."""
        self.read.add(piece.rows)
        self.stated.update(piece.stated)

    def check(self, where: str) -> None:
        """Raises ``TotalsDiffer`` with everything that is not as stated."""
        found = [self.read.difference(name, text, "file") for name, text in self.stated.items()]
        wrong = [difference for difference in found if difference]
        if wrong:
            raise TotalsDiffer(
                "; ".join(wrong),
                where=where,
                hint="The file is incomplete, or was changed after it was written: ask for it again.",
            )

    def state(self) -> dict[str, Any]:
        """What a position must hold so that a resumed reading proves the whole file."""
        return {**self.read.state(), "stated": self.stated}

    @classmethod
    def of(cls, columns: Sequence[str], decimal: str, state: Mapping[str, Any]) -> Self:
        """The proof as it was when ``state`` was taken; empty for a file that begins."""
        return cls(ControlSums.of(columns, decimal, state), dict(state.get("stated", {})))
