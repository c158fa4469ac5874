"""What each kind of queue has to do so that events can be read from it; no behaviour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.events.message import Message


class Intake(Protocol):
    """One place in a queue, as one run takes messages from it. Used by one thread.

    All methods raise ``Unavailable`` where the server is gone, and ``AccessDenied`` or ``ConfigError``.
    """

    def begin(self, published: Sequence[str]) -> None:
        """Called once, before anything is taken, with the marks of what earlier runs have published: it was not
        necessarily acknowledged. What of it is still there is acknowledged now, or when it comes again; it is never
        handed over."""
        ...

    def take(self, count: int, seconds: float) -> Sequence[Message]:
        """The next messages, ``count`` at most, that nobody else has; none if nothing came for so long. They are this
        run's until they are acknowledged, or for a time that the queue sets."""
        ...

    def marks(self) -> Sequence[str]:
        """What stands for all that was taken, and for what may still come again of earlier runs."""
        ...

    def hold(self, marks: Sequence[str]) -> None:
        """Makes that time begin anew. Raises ``TakenOver`` unless all that the marks stand for is surely this run's;
        they may be of an earlier process."""
        ...

    def done(self, marks: Sequence[str]) -> None:
        """Acknowledges all that the marks stand for, as far as it can be; idempotent."""
        ...


class Queue(Protocol):
    """An open queue of some kind. ``place`` is an address within it: a queue's, stream's or subject's name."""

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """The places that there are, in the order of their names, as far as the queue tells."""
        ...

    def check(self, place: str) -> None:
        """Raises ``ConfigError`` where there is no such place."""
        ...

    def intake(self, place: str) -> Intake:
        """Begins to take from a place."""
        ...

    def peek(self, place: str, count: int) -> Iterator[Message]:
        """The messages that a run would take next, ``count`` at most; they stay where they are."""
        ...
