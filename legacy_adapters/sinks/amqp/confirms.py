"""Which messages a server has confirmed: it counts them on each channel, and confirms one, or all up to one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice

from legacy_adapters.sinks.amqp.framing import LONGEST_ID
from legacy_adapters.sinks.answered import Parcel


@dataclass(slots=True)
class InFlight:
    """A message that was sent: what it is known by, where to, its bytes, and the records of ``parcel`` in it."""

    id: str
    address: str
    size: int
    rows: tuple[int, ...]
    parcel: Parcel


class Confirms:
    """What was sent and not confirmed yet, in order; ``size`` is the bytes of all that, ``upto`` the last message up to
    which all are confirmed."""

    def __init__(self) -> None:
        self.size = 0
        self.upto = 0
        self._waiting: deque[InFlight] = deque()
        self._early: set[int] = set()
        self._last_returned = 0

    @property
    def outstanding(self) -> int:
        """How many wait."""
        return len(self._waiting) - len(self._early)

    @property
    def last(self) -> int:
        """How many were sent: the number of the last one."""
        return self.upto + len(self._waiting)

    def sent(self, message: InFlight) -> None:
        """The next message."""
        self.size += message.size
        self._waiting.append(message)

    def message(self, tag: int) -> InFlight:
        """The one that the server counts as ``tag``; it must not be confirmed yet."""
        return self._waiting[tag - self.upto - 1]

    def returned(self, known: str | None, size: int) -> InFlight | None:
        """The one that came back, before it is confirmed; ``known`` is None for an id that was too long to be sent. The
        server returns messages in their order."""
        begin = max(self._last_returned, self.upto)
        for tag, message in enumerate(islice(self._waiting, begin - self.upto, None), begin + 1):
            same = message.id == known or (known is None and len(message.id.encode()) > LONGEST_ID)
            if same and message.size == size:
                self._last_returned = tag
                return message
        return None

    def confirmed(self, tag: int, *, multiple: bool) -> None:
        """The server has this one, or all up to it (0: all)."""
        if multiple:
            while self.upto < (tag or self.last):
                self._take()
        elif tag == self.upto + 1:
            self._take()
        elif tag > self.upto:
            self._early.add(tag)
        while self.upto + 1 in self._early:
            self._take()

    def _take(self) -> None:
        self.size -= self._waiting.popleft().size
        self.upto += 1
        self._early.discard(self.upto)
