"""The checkpoints of one run, saved in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from legacy_adapters.core.checkpoint import ReturnPoint
from legacy_adapters.core.protocols import Token
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.receipts import Handed
from legacy_adapters.runs.ledger.runs import Run
from legacy_adapters.runs.standing import Standing


@dataclass(frozen=True, slots=True)
class Saving:
    """Saves a run in the ledger."""

    ledger: Ledger
    run: Run
    handed: Callable[[], Handed | None] = lambda: None
    """To whom records were handed over, None while they wait in the spool."""

    def __call__(self, standing: Standing, token: Token, stages: Mapping[str, Token]) -> None:
        """A checkpoint."""
        self._save(standing, token, stages)

    def go_back(self, standing: Standing, point: ReturnPoint) -> None:
        """A checkpoint that is back at ``point``; the pieces done with since are kept."""
        assert point.checkpoint.token is not None, "a return point is committed"
        self._save(standing, point.checkpoint.token, point.checkpoint.stages, point)

    def ahead(self, standing: Standing) -> None:
        """Takes the rejects out of memory; they count from the next checkpoint on."""
        _count(standing, self.ledger.runs.set_aside(self.run, standing.rejects))
        standing.rejects.clear()

    def _save(
        self, standing: Standing, token: Token, stages: Mapping[str, Token], back_to: ReturnPoint | None = None
    ) -> None:
        checkpoint = standing.checkpoint(token, stages)
        parts = standing.parts.values()
        new = self.ledger.runs.save(
            self.run,
            checkpoint,
            standing.rejects,
            standing.seen,
            parts,
            back_to=back_to,
            receipts=standing.receipts,
            handed=self.handed() if standing.receipts else None,
        )
        _count(standing, new)


def _count(standing: Standing, new: Mapping[str, int]) -> None:
    for stream, count in new.items():
        standing.tally(stream).new_rejects += count
