"""Delivers everything that waits in the spool of one pipeline, to each sink in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError
from legacy_adapters.core.protocols import Token
from legacy_adapters.core.secrets import scrub
from legacy_adapters.runs.delivery.report import rewritten
from legacy_adapters.runs.delivery.shipping import Shipping, known_to
from legacy_adapters.runs.interrupt import Interrupted, Interruption
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.lock import PipelineLock
from legacy_adapters.runs.pace import Show
from legacy_adapters.runs.pipeline.destinations import Destination
from legacy_adapters.runs.pipeline.settings import LoadedPipeline
from legacy_adapters.runs.retries import RetryPolicy, retrying
from legacy_adapters.sinks.spool.folder import SpoolFolder
from legacy_adapters.sinks.spool.writer import Room

LOCK_SECONDS = 0.5
"""How long is waited between two looks at whether another process still delivers to a sink."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of delivering to one sink: how many runs all of it has now, how many still wait, and why."""

    sink: str
    delivered: int
    waiting: int
    error: LegacyAdaptersError | None = None

    @property
    def exit_code(self) -> int:
        """0 where nothing waits any more."""
        return 0 if self.error is None else self.error.exit_code


@dataclass(frozen=True, slots=True)
class Delivering:
    """Everything that delivering of one pipeline needs; ``folder`` is that of its state."""

    loaded: LoadedPipeline
    ledger: Ledger
    folder: Path
    interruption: Interruption
    show: Show
    seconds: float

    def all(self, policy: RetryPolicy, *, patient: bool) -> list[Outcome]:
        """Delivers what waits, to every sink, also where another one is away. ``patient``: waits where another process
        is delivering to a sink; otherwise that sink's outcome is ``TryLater``. Raises ``Interrupted``."""
        before = {shipment.run for shipment in self.ledger.shipments.waiting(self.loaded.name)}
        try:
            outcomes = [self._to(one, policy, patient) for one in self.loaded.destinations]
        finally:
            for run in before | self.ledger.shipments.overtaken(self.loaded.name):
                rewritten(self.ledger, run)
            self.tidy()
        self.ledger.shipments.tried(self.loaded.name)
        return outcomes + self._strangers()

    def tidy(self) -> None:
        """Takes away what all sinks have had for long enough."""
        for run in self.ledger.shipments.free(self.loaded.name, timedelta(days=self.loaded.spool.keep_days)):
            self.spool.run(run).remove()

    def room(self, run: str) -> Room:
        """The room that a run has in the spool. Where it is not enough, all goes that every sink has, although it could
        still be sent again."""
        spool = self.spool
        free = self.ledger.shipments.free(self.loaded.name, None)

        def others() -> int:
            return spool.size() - spool.run(run).size()

        def make() -> int:
            for done in free:
                spool.run(done).remove()
            return others()

        return Room(self.loaded.spool.max_bytes, others(), make)

    def known(self, destination: Destination) -> Token | None:
        """The token of what was published to a sink last."""
        return known_to(self.ledger, self.loaded.name, destination.name)

    @property
    def spool(self) -> SpoolFolder:
        """Where records wait."""
        return SpoolFolder.of(self.folder, self.loaded.name)

    def _to(self, destination: Destination, policy: RetryPolicy, patient: bool) -> Outcome:
        name = destination.name
        if not self.ledger.shipments.waiting(self.loaded.name, name):
            return Outcome(name, 0, 0)
        done, error = 0, None
        try:
            with self._lock(name, patient):
                while waiting := self.ledger.shipments.waiting(self.loaded.name, name):
                    self._ship(destination, waiting[0].id, policy)
                    done += 1
        except Interrupted:
            raise
        except LegacyAdaptersError as caught:
            error = caught
        return Outcome(name, done, len(self.ledger.shipments.waiting(self.loaded.name, name)), error)

    def _ship(self, destination: Destination, number: int, policy: RetryPolicy) -> None:
        shipping = Shipping(
            self.loaded, destination, self.ledger, self.spool, self.interruption, self.show, self.seconds
        )
        try:
            for attempt in retrying(self.interruption.sleep, self.show.note, policy):
                with attempt:
                    shipping.ship(self.ledger.shipments.show(number))
        except LegacyAdaptersError as error:
            if self.ledger.shipments.show(number).status != "done":
                # What stands behind it waits for the same reason.
                for one in self.ledger.shipments.waiting(self.loaded.name, destination.name):
                    self.ledger.shipments.stopped(one.id, error.exit_code, scrub(str(error)))
            raise

    def _lock(self, sink: str, patient: bool) -> PipelineLock:
        lock = PipelineLock(self.folder, f"{self.loaded.name}@{sink}", what=f"delivery to {sink}")
        return lock.patiently(self.interruption.sleep, LOCK_SECONDS) if patient else lock

    def _strangers(self) -> list[Outcome]:
        """Sinks that something waits for, and that the pipeline file does not have any more."""
        known = {destination.name for destination in self.loaded.destinations}
        names = [shipment.sink for shipment in self.ledger.shipments.waiting(self.loaded.name)]
        found = []
        for name in sorted(set(names) - known):
            hint = f"Name it there again, or give up what waits for it: `deliver --give-up {name}`."
            error = ConfigError(f"there is no sink {name!r}", where=str(self.loaded.path), hint=hint)
            found.append(Outcome(name, 0, names.count(name), error))
        return found


def notes_of(outcomes: Sequence[Outcome]) -> list[str]:
    """What a person should know of it."""
    notes = []
    for outcome in outcomes:
        if outcome.waiting:
            runs = "1 run waits" if outcome.waiting == 1 else f"{outcome.waiting:,} runs wait"
            notes.append(f"{runs} in the spool for {outcome.sink}; `deliver` ships them")
    return notes
