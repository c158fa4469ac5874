"""What a source has besides that only lends its rows until they are acknowledged: a queue. No behaviour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from legacy_adapters.core.protocols import Reader, StreamT_contra


@runtime_checkable
class Peeking(Protocol[StreamT_contra]):
    """What the connection of a source has besides from which reading takes away: a queue."""

    def peek(self, name: str, stream: StreamT_contra, columns: Sequence[str] | None = None) -> Reader:
        """As ``Connection.reader``, but what is read stays where it is, for others and for the next run: what a person
        looks at, and what a dry run reads."""
        ...


@runtime_checkable
class Holding(Protocol):
    """What a reader has besides whose rows are lent to it for a time, until they are acknowledged."""

    def hold(self, upto: Mapping[str, str]) -> None:
        """Called before publishing, with the position of every part. Returns if all that was read is still this run's,
        for as long as publishing should take; raises ``TakenOver`` otherwise."""
        ...
