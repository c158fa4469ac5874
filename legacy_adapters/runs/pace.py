"""When a run saves a checkpoint, how fast it may read, and when it has to end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import TooManyRejects
from legacy_adapters.runs.interrupt import Interruption
from legacy_adapters.runs.standing import Standing

CHECKPOINT_SECONDS = 1.0
"""A commit costs some fsyncs; one a second keeps that below what can be measured, and loses a second at a kill."""


class Show(Protocol):
    """Tells a person how far a run has come."""

    def rows(self, stream: str, count: int) -> None:
        """``count`` more rows of ``stream`` were read."""
        ...

    def note(self, text: str) -> None:
        """Something worth knowing happened."""
        ...


class Silent:
    """Shows nothing."""

    def rows(self, stream: str, count: int) -> None:
        """Nothing is shown."""

    def note(self, text: str) -> None:
        """Nothing is shown."""


@dataclass(frozen=True, slots=True)
class RejectLimit:
    """A share of the rows read so far, and a number that is allowed in any case."""

    share: float
    at_least: int

    def check(self, stream: str, standing: Standing) -> None:
        """Raises ``TooManyRejects`` beyond the limit."""
        rows = standing.rows_of_part(stream)
        allowed = max(self.at_least, int(rows.read * self.share))
        rejected = rows.rejected + standing.refused(stream)
        if rejected > allowed:
            raise TooManyRejects(
                f"{rejected} of {rows.read} rows rejected, more than the {allowed} that `max_rejects` allows",
                where=f"stream {stream}",
                hint="Nothing was published. `rejects list` shows why; correct the mapping, or raise the limit.",
            )


@dataclass(slots=True)
class RunPace:
    """The pace of one run: a checkpoint every ``seconds``, and after each batch everything that may slow or end it."""

    interruption: Interruption
    rejects: RejectLimit
    show: Show
    limits: Callable[[int], None]
    """Keeps the source's limits after that many more rows: waits, or raises ``TryLater`` outside its hours."""
    seconds: float = CHECKPOINT_SECONDS
    _saved_at: float = field(default_factory=time.monotonic)

    def due(self) -> bool:
        """Whether it is time for a checkpoint: also before the run ends in order."""
        if self.interruption.asked or time.monotonic() - self._saved_at >= self.seconds:
            self._saved_at = time.monotonic()
            return True
        return False

    def after(self, stream: str, batch: Batch, standing: Standing) -> None:
        """Shows the rows, then waits or ends the run where it has to."""
        self.show.rows(stream, batch.rows.num_rows)
        self.rejects.check(stream, standing)
        self.interruption.check()
        self.limits(batch.rows.num_rows)
