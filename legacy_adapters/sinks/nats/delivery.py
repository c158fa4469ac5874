"""One run's sending to JetStream."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from urllib.parse import quote

from nats.js.api import Header, StreamConfig

from legacy_adapters.core.protocols import Delivery, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.queues.nats.login import named, options
from legacy_adapters.sinks.answered import Answered, Parcel
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Packing
from legacy_adapters.sinks.events.sent import Sent
from legacy_adapters.sinks.nats.acknowledged import Acknowledged
from legacy_adapters.sinks.nats.connection import Connection
from legacy_adapters.sinks.nats.settings import NatsSink

HEADER_BYTES = 8 * 1024
"""Kept free of the server's limit, which counts headers too."""


def part(value: str) -> str:
    """A value as one part of a subject: without dots, wildcards and blanks."""
    return quote(value, safe="!#$&'()+,:;<=@[]^{|}~").replace(".", "%2E")


class NatsDelivery:
    """Shows what it sends at once; after ``commit`` the stream has acknowledged all."""

    def __init__(self, settings: NatsSink, delivery: Delivery, token: Token | None) -> None:
        self._stream = settings.stream
        self._before = Sent.at(delivery, token)
        self._answered = Answered()
        self._under_way: deque[Acknowledged] = deque()
        self._encoder = EventEncoder(delivery, settings.decimals)
        address = Address.of(settings.subject, "subject", delivery.schemas, part)
        self._where = named(settings)
        login = options(settings, delivery.folder, f"legacy-adapters {delivery.run_id}")
        self._connection = Connection(login, self._where, settings.window, settings.timeout)
        try:
            self._connection.open(settings.stream, declared(settings) if settings.declare else None)
        except BaseException:
            self._connection.close()
            raise
        room = self._connection.max_payload - HEADER_BYTES
        stated = self._connection.largest_in_stream
        # Whether a single event is too large for the stream is for the stream to say.
        aim = None if stated is None else max(stated - HEADER_BYTES, stated // 2)
        self._packing = Packing(settings, address, "ce-", room, aim)
        self._headers = {"Content-Type": self._packing.content_type, Header.EXPECTED_STREAM: settings.stream}

    def write(self, records: Records) -> None:
        """Sends the records; some may not be acknowledged yet on return. Raises ``OutputError``, ``Unavailable`` (also
        while the stream is full), ``AccessDenied``, ``ConfigError``."""
        acknowledged = Acknowledged(Parcel(records))
        self._under_way.append(acknowledged)
        messages = self._packing.messages(acknowledged.parcel, self._encoder.encode(records))
        self._connection.send(messages, self._headers, acknowledged)
        self._settle()

    def commit(self) -> Token:
        """Waits until everything is acknowledged. Raises as ``write`` does."""
        self._connection.flush()
        self._settle()
        return self._before.more(self._answered.taken).dump()

    def publish(self) -> Token:
        """Everything was visible when it was acknowledged."""
        return self._before.more(self._answered.taken).dump()

    def receipts(self) -> Sequence[Receipt]:
        """The numbers that the stream has given to the events."""
        return self._answered.receipts()

    def refusals(self) -> Sequence[Refusal]:
        """Records that are too large, or whose subject no stream takes."""
        return self._answered.refusals()

    def outputs(self) -> Sequence[str]:
        """Servers and stream."""
        return (f"{self._where} stream {self._stream}",)

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def _settle(self) -> None:
        while self._under_way and not self._under_way[0].waiting:
            acknowledged = self._under_way.popleft()
            answer = acknowledged.said(self._stream)
            self._answered.settle(acknowledged.parcel, answer)


def declared(settings: NatsSink) -> StreamConfig:
    """The stream that is made: it takes every subject that the template can give."""
    subjects = re.sub(r"\{[^{}]*\}", "*", settings.subject).split(".")
    # A wildcard is a whole part of a subject or none.
    taken = ".".join("*" if "*" in one else one for one in subjects)
    return StreamConfig(name=settings.stream, subjects=[taken], duplicate_window=settings.duplicate_window)
