"""What the embedded queue has made durable of a run, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.core.protocols import Token


@dataclass(frozen=True, slots=True)
class QueueToken:
    """Which queue, which run, and how many pieces of it are held there."""

    queue: str
    run: str
    pieces: int

    def dump(self) -> Token:
        """As text for the ledger."""
        return json.dumps({"version": 1} | asdict(self), separators=(",", ":"))

    @classmethod
    def load(cls, token: Token) -> QueueToken:
        """From the ledger's text. Raises ``StateMismatch`` where it is not one of a queue."""
        try:
            whole = json.loads(token)
            return cls(str(whole["queue"]), str(whole["run"]), int(whole["pieces"]))
        except (ValueError, KeyError, TypeError) as error:
            hint = "The sink's kind may have changed since that run, or the ledger is damaged."
            raise StateMismatch("the ledger's account of the output is not one of a queue", hint=hint) from error
