"""What a run has taken of a queue, as text for the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
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


_EARLIER = "~"


def earlier(marks: Iterable[str]) -> list[str]:
    """Marks of earlier runs, so written that they are told from those of this one."""
    return [f"{_EARLIER}{mark}" for mark in marks]


def every(marks: Iterable[str]) -> list[str]:
    """All marks as their queue gave them, of whichever run."""
    return [mark.removeprefix(_EARLIER) for mark in marks]


def of_this_run(marks: Iterable[str]) -> list[str]:
    """Those that are not of earlier ones."""
    return [mark for mark in marks if not mark.startswith(_EARLIER)]
