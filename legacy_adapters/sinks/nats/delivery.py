"""One run's sending to JetStream."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from nats.js.api import Header, StreamConfig

from legacy_adapters.core.protocols import Delivery, Token
from legacy_adapters.core.records import Records
from legacy_adapters.queues.nats.login import named, options
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Packing
from legacy_adapters.sinks.events.sent import Sent
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
        self._sent = Sent.at(delivery, token)
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
        self._packing = Packing(settings, address, "ce-", room)
        self._headers = {"Content-Type": self._packing.content_type, Header.EXPECTED_STREAM: settings.stream}

    def write(self, records: Records) -> None:
        """Sends the records; some may not be acknowledged yet on return. Raises ``OutputError`` for what the stream
        does not take, ``Unavailable``, ``AccessDenied``, ``ConfigError``."""
        messages = self._packing.messages(records, self._encoder.encode(records))
        self._connection.send(messages, self._headers)
        self._sent = self._sent.more(records.count)

    def commit(self) -> Token:
        """Waits until everything is acknowledged. Raises as ``write`` does."""
        self._connection.flush()
        return self._sent.dump()

    def publish(self) -> Token:
        """Everything was visible when it was acknowledged."""
        return self._sent.dump()

    def outputs(self) -> Sequence[str]:
        """Servers and stream."""
        return (f"{self._where} stream {self._stream}",)

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


def declared(settings: NatsSink) -> StreamConfig:
    """The stream that is made: it takes every subject that the template can give."""
    subjects = re.sub(r"\{[^{}]*\}", "*", settings.subject).split(".")
    # A wildcard is a whole part of a subject or none.
    taken = ".".join("*" if "*" in one else one for one in subjects)
    return StreamConfig(name=settings.stream, subjects=[taken], duplicate_window=settings.duplicate_window)
