"""What became of the pieces (files) of a run, for its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from legacy_adapters.core.protocols import Outcome
from legacy_adapters.runs.ledger.parts import TakenParts

SHOWN_PARTS = 1000
"""How many pieces that were not taken are named."""


@dataclass(frozen=True, slots=True)
class PartReport:
    """One piece that was not taken, and why."""

    name: str
    outcome: Outcome
    exit_code: int
    detail: str


@dataclass(frozen=True, slots=True)
class PartsReport:
    """How many pieces had which outcome, and those that were not taken; empty for a source without pieces."""

    counts: Mapping[Outcome, int]
    not_taken: tuple[PartReport, ...] = ()

    @classmethod
    def of(cls, parts: TakenParts, run: int) -> Self:
        """The pieces of a run as the ledger has them."""
        found: dict[str, PartReport] = {}
        for part in parts.not_taken(run, SHOWN_PARTS):
            found.setdefault(part.part, PartReport(part.name, part.outcome, part.exit_code, part.detail))
        return cls(parts.counts(run), tuple(found.values()))

    def to_json(self) -> dict[str, Any]:
        """For the report as JSON."""
        return {"counts": dict(self.counts), "not_taken": [asdict(part) for part in self.not_taken]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        return cls(kept["counts"], tuple(PartReport(**part) for part in kept["not_taken"]))


NO_PARTS = PartsReport({})
