"""Before a run reads anything: what waits is delivered, and every sink is tried, so that a wrong password or a missing
table shows at once and not after hours of reading."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace

from legacy_adapters.core.errors import AccessDenied, ConfigError, TryLater, Unavailable
from legacy_adapters.core.protocols import Delivery
from legacy_adapters.runs.delivery.delivering import Delivering
from legacy_adapters.runs.pipeline.destinations import Destination, SinkLimits
from legacy_adapters.runs.retries import RetryPolicy

ONCE = RetryPolicy(tries=1)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Tries the sinks of a run that goes through the spool; ``note`` is told which are away."""

    delivering: Delivering
    note: Callable[[str], None]

    def look(self, delivery: Delivery) -> None:
        """Raises ``ConfigError`` and ``AccessDenied``, which no waiting mends; a sink that is away, or that does not
        take what waits for it, holds nothing up."""
        outcomes = {outcome.sink: outcome for outcome in self.delivering.all(ONCE, patient=True)}
        for destination in self.delivering.loaded.destinations:
            outcome = outcomes.pop(destination.name)
            if isinstance(outcome.error, ConfigError | AccessDenied):
                raise outcome.error
            if outcome.error is not None:
                self.note(f"{destination.name}: {outcome.error.message}; records wait in the spool")
            elif not outcome.delivered and destination.remote:
                self._try(destination, delivery)
        for stranger in outcomes.values():
            self.note(f"{stranger.sink}: {stranger.error.message if stranger.error else ''}; records wait for it")

    def _try(self, destination: Destination, delivery: Delivery) -> None:
        known = self.delivering.known(destination)
        try:
            SinkLimits.of(destination.terms, self.delivering.interruption.sleep).before()
            with closing(destination.settings.open(replace(delivery, known=known), None)):
                pass
        except (Unavailable, TryLater) as error:
            self.note(f"{destination.name}: {error.message}; records wait in the spool")
