"""Messages that know their records, so that each record can be answered for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

import pyarrow as pa

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.protocols import Refusal
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.events.encoding import EventEncoder, Events
from legacy_adapters.sinks.events.messages import Message, Packing

_ARRAY = 2


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
        events = self.encoder.encode(records)
        try:
            return self._outgoing(records, events), []
        except OutputError:
            fitting, refused = self._without_large(records, events)
            if not refused:
                raise
        if not fitting.count:
            return iter(()), refused
        return self._outgoing(fitting, self.encoder.encode(fitting)), refused

    def _outgoing(self, records: Records, events: Events) -> Iterator[Outgoing]:
        messages = self.packing.messages(records, events)
        sequences = cast("list[int]", records.sequences.to_pylist())
        if self.packing.options.batch == 1:
            return (Outgoing(message, records, sequences, (row,)) for row, message in enumerate(messages))
        return self._of_several(messages, records, events, sequences)

    def _of_several(
        self, messages: Iterator[Message], records: Records, events: Events, sequences: Sequence[int]
    ) -> Iterator[Outgoing]:
        """Those of one address hold its records in their order."""
        addresses = self.packing.address.each(records, events.envelope)
        each = [addresses] * records.count if isinstance(addresses, str) else addresses
        waiting: dict[str, list[int]] = {}
        for row, address in enumerate(each):
            waiting.setdefault(address, []).append(row)
        begun = dict.fromkeys(waiting, 0)
        for message in messages:
            start = begun[message.address]
            begun[message.address] = end = start + message.events
            yield Outgoing(message, records, sequences, waiting[message.address][start:end])

    def _without_large(self, records: Records, events: Events) -> tuple[Records, list[Refusal]]:
        options, limit = self.packing.options, self.packing.limit
        assert limit is not None, "only then one can be too large"
        sizes = (events.data if options.mode == "binary" else events.structured()).str.len_bytes()
        fits = sizes <= limit - (_ARRAY if options.batch > 1 else 0)
        refused = [
            Refusal(records.slice(row, 1), f"the event has {size:,} bytes, and a message may have {limit:,}")
            for row, (size, good) in enumerate(zip(sizes, fits, strict=True))
            if not good
        ]
        # With gaps between them the numbers no longer follow from the first one.
        numbered = replace(records, sequence=records.sequences)
        return numbered.only(pa.array(fits.to_list(), pa.bool_())), refused
