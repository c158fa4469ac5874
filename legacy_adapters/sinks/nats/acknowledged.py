"""What a stream has said of the messages of one parcel."""

from __future__ import annotations

import json
from dataclasses import dataclass

from legacy_adapters.sinks.answered import Parcel

_REPEAT = b'"duplicate"'


@dataclass(slots=True)
class Acknowledged:
    """A parcel and its acknowledgements, which come in the order of the stream; ``waiting`` is how many messages were
    sent and not answered yet."""

    parcel: Parcel
    waiting: int = 0
    duplicates: int = 0
    first: bytes = b""
    last: bytes = b""

    def took(self, answer: bytes) -> None:
        """One was stored, or was there already. Only the first and the last number are read: it is done for each."""
        if _REPEAT in answer:
            self.duplicates += 1
            return
        self.first = self.first or answer
        self.last = answer

    def said(self, stream: str) -> str:
        """Stream and sequence numbers there, and how many had been stored before."""
        pieces = [f"stream {stream}"]
        if self.first:
            first, last = json.loads(self.first)["seq"], json.loads(self.last)["seq"]
            pieces.append(f"{first}" if first == last else f"{first}–{last}")
        if self.duplicates:
            pieces.append("1 duplicate" if self.duplicates == 1 else f"{self.duplicates} duplicates")
        return ", ".join(pieces)
