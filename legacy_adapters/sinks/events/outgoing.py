"""Messages that know their records, so that each record can be answered for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from legacy_adapters.core.protocols import Refusal
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.answered import Parcel
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Message, Packing


class Outgoing(NamedTuple):
    """A message, and which of ``records`` are in it; ``sequences`` are those of all the records."""

    message: Message
    records: Records
    sequences: Sequence[int]
    rows: Sequence[int]

    def refused(self, words: str) -> list[Refusal]:
        """Each of its records, as refused with these words."""
        return [Refusal(self.records.slice(row, 1), words) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Outbox:
    """Makes messages of one run's records."""

    packing: Packing
    encoder: EventEncoder

    def pack(self, records: Records) -> tuple[Iterator[Outgoing], list[Refusal]]:
        """The messages in their order, and the records whose events are larger than a message may be."""
        parcel = Parcel(records)
        messages = self.packing.messages(parcel, self.encoder.encode(records))
        refused = [Refusal(records.slice(row, 1), words) for row, words in sorted(parcel.refused.items())]
        sequences = cast("list[int]", records.sequences.to_pylist())
        return (Outgoing(message, records, sequences, message.rows) for message in messages), refused
