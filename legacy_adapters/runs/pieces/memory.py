"""What a run knows of pieces taken: what it has just done with, and what the ledger remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from legacy_adapters.core.protocols import TakenPart
from legacy_adapters.runs.ledger.parts import TakenParts
from legacy_adapters.runs.ledger.runs import Run
from legacy_adapters.runs.standing import Standing


@dataclass(frozen=True, slots=True)
class RunMemory:
    """Fulfils ``core.protocols.PartMemory`` for one run; what is in ``standing`` is not in the ledger yet."""

    parts: TakenParts
    run: Run
    standing: Standing

    dry_run: bool = False

    @property
    def owner(self) -> str | None:
        """The ledger's own."""
        return None if self.dry_run else self.parts.owner

    def taken(self, stream: str, part: str) -> TakenPart | None:
        """The piece, if this run has done with it or an earlier one took it."""
        pending = self.standing.parts.get((stream, part)) or self.standing.joined.get((stream, part))
        if pending is not None:
            return None if pending.outcome == "left alone" else replace(pending, this_run=True)
        return self.parts.taken(self.run.pipeline, self.run.ordinal, stream, part, earlier=not self.run.anew)

    def taken_as(self, stream: str, name: str) -> TakenPart | None:
        """The last piece of this name that an earlier run took."""
        return self.parts.taken_as(self.run.pipeline, self.run.ordinal, stream, name)

    def recent_names(self, stream: str) -> Sequence[str]:
        """The names of the last pieces that earlier runs took."""
        return self.parts.recent_names(self.run.pipeline, stream)

    def any_taken(self, stream: str) -> bool:
        """Whether this run or an earlier one has taken a piece for this stream."""
        here = [*self.standing.parts.values(), *self.standing.joined.values()]
        pending = (part.outcome == "taken" for part in here if part.stream == stream)
        return any(pending) or self.parts.any_taken(self.run.pipeline, stream, self.run.ordinal)
