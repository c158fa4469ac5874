"""Which messages a server has confirmed: it counts them on each channel, and confirms one, or all up to one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InFlight:
    """A message that was sent: what it is known by, where to, and its bytes."""

    id: str
    address: str
    size: int


class Confirms:
    """What was sent and not confirmed yet, in order; ``size`` is the bytes of all that."""

    def __init__(self) -> None:
        self.size = 0
        self._waiting: deque[InFlight] = deque()
        self._first = 1
        self._early: set[int] = set()

    @property
    def outstanding(self) -> int:
        """How many wait."""
        return len(self._waiting) - len(self._early)

    def sent(self, message: InFlight) -> None:
        """The next message."""
        self.size += message.size
        self._waiting.append(message)

    def message(self, tag: int) -> InFlight:
        """The one that the server counts as ``tag``; it must not be confirmed yet."""
        return self._waiting[tag - self._first]

    def confirmed(self, tag: int, *, multiple: bool) -> None:
        """The server has this one, or all up to it (0: all)."""
        if multiple:
            upto = tag or self._first + len(self._waiting) - 1
            while self._first <= upto:
                self._take()
        elif tag == self._first:
            self._take()
        elif tag > self._first:
            self._early.add(tag)
        while self._first in self._early:
            self._take()

    def _take(self) -> None:
        self.size -= self._waiting.popleft().size
        self._early.discard(self._first)
        self._first += 1
