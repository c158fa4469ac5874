"""Events as messages: one each, or many in one, each message to one address and within a size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from typing import NamedTuple

import polars as pl

from legacy_adapters.queues.cloudevents import BATCHED, DATA_CONTENT_TYPE, STRUCTURED
from legacy_adapters.sinks.answered import Parcel
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import Events, batch_body, headers, octets
from legacy_adapters.sinks.events.options import EventOptions

_ARRAY = 2
_COMMA = 1


class Message(NamedTuple):
    """What is sent as one: ``id`` is the event's, or the first one's with the count of the others behind it, so that a
    repeat has the same. ``key`` is what the order of events is kept by; ``rows`` are the records of ``parcel`` whose
    events are in it."""

    address: str
    id: str
    key: str
    body: bytes
    headers: Mapping[str, str] | None
    rows: tuple[int, ...]
    parcel: Parcel

    def refuse(self, words: str) -> None:
        """The receiver does not take it, and so none of its records."""
        self.parcel.refuse(self.rows, words)


@dataclass(frozen=True, slots=True)
class Packing:
    """How events are put into messages: ``limit`` is the number of bytes that a body may have, None for any, and
    ``aim`` the number within which batches stay, where that is less; ``prefix`` is what the names of headers begin
    with in binary mode."""

    options: EventOptions
    address: Address
    prefix: str
    limit: int | None = None
    aim: int | None = None

    @property
    def content_type(self) -> str:
        """What all bodies are."""
        if self.options.mode == "binary":
            return DATA_CONTENT_TYPE
        return BATCHED if self.options.batch > 1 else STRUCTURED

    def messages(self, parcel: Parcel, events: Events) -> Iterator[Message]:
        """The messages of these events, in their order; with several addresses, in the order of each. A record whose
        event is too large is refused, and in none of them."""
        records = parcel.records
        binary = self.options.mode == "binary"
        bodies = octets(events.data if binary else events.structured())
        ids = events.attributes.ids
        addresses = self.address.each(records, events.envelope)
        each = repeat(addresses) if isinstance(addresses, str) else iter(addresses)
        room = None if self.limit is None else self.limit - (_ARRAY if self.options.batch > 1 else 0)
        fits = self._fitting(parcel, bodies, room)
        if self.options.batch > 1:
            return self._packed(parcel, compress(zip(each, ids, bodies, range(len(bodies)), strict=False), fits))
        keys = events.envelope.select(pl.col("record_id").fill_null("")).to_series().to_list()
        around = headers(events.attributes, self.prefix) if binary else repeat(None)
        rows = zip(range(len(bodies)), strict=True)
        return compress(map(Message, each, ids, keys, bodies, around, rows, repeat(parcel)), fits)

    def _packed(self, parcel: Parcel, events: Iterator[tuple[str, str, bytes, int]]) -> Iterator[Message]:
        limits = [size for size in (self.limit, self.aim) if size is not None]
        most = min(limits) if limits else None
        waiting: dict[str, _Held] = {}
        for address, event, body, row in events:
            held = waiting.get(address) or _Held(event)
            size = held.size + len(body) + _COMMA
            if len(held.rows) == self.options.batch or (held.rows and most is not None and size > most):
                yield held.message(address, parcel)
                held = _Held(event)
            held.add(body, row)
            waiting[address] = held
        for address, held in waiting.items():
            yield held.message(address, parcel)

    def _fitting(self, parcel: Parcel, bodies: Sequence[bytes], room: int | None) -> Iterator[bool]:
        """Which events are small enough; the others are refused."""
        if room is None or not bodies or max(map(len, bodies)) <= room:
            return repeat(True)
        fits = [len(body) <= room for body in bodies]
        for row in (n for n, fit in enumerate(fits) if not fit):
            parcel.refuse([row], f"the event has {len(bodies[row]):,} bytes, and a message may have {self.limit:,}")
        return iter(fits)


class _Held:
    """Events that wait to go together; ``first`` is the id of the first of them, ``size`` what the message has."""

    __slots__ = ("bodies", "first", "rows", "size")

    def __init__(self, first: str) -> None:
        self.first, self.size = first, _ARRAY
        self.bodies: list[bytes] = []
        self.rows: list[int] = []

    def add(self, body: bytes, row: int) -> None:
        self.bodies.append(body)
        self.rows.append(row)
        self.size += len(body) + _COMMA

    def message(self, address: str, parcel: Parcel) -> Message:
        """A message of several keys has none of its own but its address."""
        more = f"+{len(self.rows) - 1}" if len(self.rows) > 1 else ""
        body = batch_body(self.bodies)
        return Message(address, f"{self.first}{more}", address, body, None, tuple(self.rows), parcel)
