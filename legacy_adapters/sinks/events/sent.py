"""The token of sinks that show everything at once: there is nothing to be forgotten, so a repeat has the same ids."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.core.protocols import Delivery, Token


@dataclass(frozen=True, slots=True)
class Sent:
    """How many events of a run a server has taken."""

    run: str
    events: int = 0

    @classmethod
    def at(cls, delivery: Delivery, token: Token | None) -> Sent:
        """What had been sent at this token. Raises ``StateMismatch`` where it is not one of such a sink."""
        if token is None:
            return cls(delivery.run_id)
        try:
            whole = json.loads(token)
            return cls(str(whole["run"]), int(whole["events"]))
        except (ValueError, KeyError, TypeError) as error:
            hint = "The sink's kind may have changed since that run, or the ledger is damaged."
            raise StateMismatch("the ledger's account of the output is not one of events", hint=hint) from error

    def more(self, events: int) -> Sent:
        """With so many events behind them."""
        return replace(self, events=self.events + events)

    def dump(self) -> Token:
        """As text for the ledger."""
        return json.dumps({"version": 1} | asdict(self), separators=(",", ":"))
