"""What a receiver said of messages, gathered until it is asked for: few receipts for many messages."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from legacy_adapters.core.protocols import Receipt, Refusal
from legacy_adapters.sinks.answered import Answered
from legacy_adapters.sinks.events.outgoing import Outgoing

PlaceT = TypeVar("PlaceT", bound=Hashable)


class Answers(Generic[PlaceT]):
    """``words`` makes a receipt's answer of a place (a partition, an address) and of the lowest and the highest number
    that the receiver gave there. ``records`` counts all that were taken ever."""

    def __init__(self, words: Callable[[PlaceT, int, int], str]) -> None:
        self._words = words
        self.records = 0
        self._taken: dict[tuple[str, PlaceT], list[int]] = {}
        self._refused = Answered()

    def taken(self, sent: Outgoing, place: PlaceT, number: int) -> None:
        """The receiver took this message, and gave it this number."""
        rows, sequences = sent.rows, sent.sequences
        first = last = sequences[rows[0]]
        for row in rows[1:]:
            first, last = min(first, sequences[row]), max(last, sequences[row])
        self.records += len(rows)
        key = (sent.records.entity, place)
        found = self._taken.get(key)
        if found is None:
            self._taken[key] = [len(rows), first, last, number, number]
            return
        found[0] += len(rows)
        found[1] = min(found[1], first)
        found[2] = max(found[2], last)
        found[3] = min(found[3], number)
        found[4] = max(found[4], number)

    def refused(self, refusals: Sequence[Refusal]) -> None:
        """The receiver will not take these. Raises ``OutputError`` where they are so many that it is no matter of
        records."""
        for refusal in refusals:
            self._refused.refuse(refusal)

    def receipts(self) -> Sequence[Receipt]:
        """What was taken since this was asked last, in the order in which each place was first heard of."""
        taken, self._taken = self._taken, {}
        return [
            Receipt(entity, records, first, last, self._words(place, low, high))
            for (entity, place), (records, first, last, low, high) in taken.items()
        ]

    def refusals(self) -> Sequence[Refusal]:
        """What was refused since this was asked last."""
        return self._refused.refusals()
