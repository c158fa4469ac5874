"""Events as messages: one each, or many in one, each message to one address and within a size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import polars as pl

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.records import Records
from legacy_adapters.queues.cloudevents import BATCHED, DATA_CONTENT_TYPE, STRUCTURED
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import Events, batch_body, headers, octets
from legacy_adapters.sinks.events.options import EventOptions

_ARRAY = 2
_COMMA = 1


class Message(NamedTuple):
    """What is sent as one: ``id`` is the event's, or the first one's with the count of the others behind it, so that a
    repeat has the same. ``key`` is what the order of events is kept by; ``events`` how many there are in it."""

    address: str
    id: str
    key: str
    body: bytes
    headers: Mapping[str, str] | None
    events: int


@dataclass(frozen=True, slots=True)
class Packing:
    """How events are put into messages: ``limit`` is the number of bytes that a body may have, None for any;
    ``prefix`` is what the names of headers begin with in binary mode."""

    options: EventOptions
    address: Address
    prefix: str
    limit: int | None = None

    @property
    def content_type(self) -> str:
        """What all bodies are."""
        if self.options.mode == "binary":
            return DATA_CONTENT_TYPE
        return BATCHED if self.options.batch > 1 else STRUCTURED

    def messages(self, records: Records, events: Events) -> Iterator[Message]:
        """The messages of these events, in their order; with several addresses, in the order of each. Raises
        ``OutputError`` for an event that is too large."""
        binary = self.options.mode == "binary"
        bodies = octets(events.data if binary else events.structured())
        ids = events.attributes.ids
        self._check_sizes(records, bodies)
        addresses = self.address.each(records, events.envelope)
        each = repeat(addresses) if isinstance(addresses, str) else iter(addresses)
        if self.options.batch > 1:
            return self._packed(each, ids, bodies)
        keys = events.envelope.select(pl.col("record_id").fill_null("")).to_series().to_list()
        around = headers(events.attributes, self.prefix) if binary else repeat(None)
        return map(Message, each, ids, keys, bodies, around, repeat(1))

    def _packed(self, addresses: Iterator[str], ids: Sequence[str], bodies: Sequence[bytes]) -> Iterator[Message]:
        waiting: dict[str, tuple[str, list[bytes], int]] = {}
        for address, event, body in zip(addresses, ids, bodies, strict=False):
            first, held, size = waiting.get(address, (event, [], _ARRAY))
            size += len(body) + _COMMA
            if len(held) == self.options.batch or (held and self.limit is not None and size > self.limit):
                yield _packed(address, first, held)
                first, held, size = event, [], _ARRAY + len(body) + _COMMA
            held.append(body)
            waiting[address] = (first, held, size)
        for address, (first, held, _) in waiting.items():
            yield _packed(address, first, held)

    def _check_sizes(self, records: Records, bodies: Sequence[bytes]) -> None:
        room = None if self.limit is None else self.limit - (_ARRAY if self.options.batch > 1 else 0)
        if room is None or not bodies or max(map(len, bodies)) <= room:
            return
        row, size = next((n, len(body)) for n, body in enumerate(bodies) if len(body) > room)
        record = records.record_id[row].as_py() or records.origin[row].as_py() or f"row {row + 1}"
        hint = "Allow larger messages at the server, or leave long fields out of the mapping."
        what = f"the event has {size:,} bytes, and a message may have {self.limit:,}"
        raise OutputError(what, where=f"{records.entity} {record}", hint=hint)


def _packed(address: str, first: str, events: list[bytes]) -> Message:
    """A message of several keys has none of its own but its address."""
    more = f"+{len(events) - 1}" if len(events) > 1 else ""
    return Message(address, f"{first}{more}", address, batch_body(events), None, len(events))
