"""One run's sending to JetStream."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nats.js.api import Header, StreamConfig

from legacy_adapters.core.protocols import Delivery, Token
from legacy_adapters.core.records import Records
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.server_name import server_name
from legacy_adapters.queues.tls import tls_context
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
        self._where = ", ".join(server_name(server, "servers") for server in settings.servers)
        options = _options(settings, delivery)
        self._connection = Connection(options, self._where, settings.window, settings.timeout)
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


def _options(settings: NatsSink, delivery: Delivery) -> dict[str, Any]:
    for secret in filter(None, (settings.password, settings.auth_token)):
        KNOWN.add(secret)
    for server in settings.servers:
        KNOWN.add_passwords(server)
    found = {"user": settings.user, "password": settings.password, "token": settings.auth_token}
    if settings.credentials_file is not None:
        found["user_credentials"] = str(Path(delivery.folder) / settings.credentials_file)
    secured = any(server.startswith("tls:") for server in settings.servers)
    tls = {"tls": tls_context(settings, delivery.folder)} if secured else {}
    known = {"servers": list(settings.servers), "name": f"legacy-adapters {delivery.run_id}"}
    return {key: value for key, value in found.items() if value} | tls | known
