"""What a run has taken of a queue, as text for the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legacy_adapters.core.errors import StateMismatch


@dataclass(frozen=True, slots=True)
class Taken:
    """``marks`` are the queue's own words for what was taken; only the kind of queue that gave them knows what they
    mean. Until they are known to be acknowledged, what they stand for may come again."""

    queue: str
    marks: tuple[str, ...] = ()

    def dump(self) -> str:
        """As text."""
        return json.dumps({"version": 1, "queue": self.queue, "marks": self.marks}, separators=(",", ":"))

    @classmethod
    def load(cls, since: Mapping[str, str], queue: str) -> Taken:
        """What the position of the only part says of this queue; nothing where there is none, or it is of another one.
        Raises ``StateMismatch`` where it is not one of a queue."""
        text = since.get("")
        if text is None:
            return cls(queue)
        try:
            whole = json.loads(text)
            found = cls(str(whole["queue"]), tuple(map(str, whole["marks"])))
        except (ValueError, KeyError, TypeError) as error:
            hint = "The source's kind may have changed since the last run; give the pipeline another name."
            raise StateMismatch("the ledger's account of the source is not one of a queue", hint=hint) from error
        return found if found.queue == queue else cls(queue)


def remembered(before: Sequence[str], now: Sequence[str], limit: int) -> tuple[str, ...]:
    """Marks of earlier runs that have not come again, and those of this one: the latest ``limit``, and all of this
    run's."""
    kept = [mark for mark in before if mark not in set(now)]
    room = max(0, limit - len(now))
    return (*(kept[-room:] if room else ()), *now)
