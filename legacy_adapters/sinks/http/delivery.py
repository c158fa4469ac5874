"""One run's sending to an API."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from legacy_adapters.core.protocols import Delivery, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.answered import Answered
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.sent import Sent
from legacy_adapters.sinks.http.bodies import bodies_of
from legacy_adapters.sinks.http.chunks import cutting_of
from legacy_adapters.sinks.http.circuit import CIRCUITS
from legacy_adapters.sinks.http.credentials import credentials_of
from legacy_adapters.sinks.http.exchange import Exchange, client_of
from legacy_adapters.sinks.http.flight import Flight
from legacy_adapters.sinks.http.sending import Sender
from legacy_adapters.sinks.http.settings import HttpSink


class HttpDelivery:
    """Shows what it sends at once; after ``commit`` the server has answered for every record."""

    def __init__(self, settings: HttpSink, delivery: Delivery, token: Token | None) -> None:
        self._before = Sent.at(delivery, token)
        self._answered = Answered()
        self._encoder = EventEncoder(delivery, settings.decimals)
        self._bodies = bodies_of(settings, delivery)
        self._cutting = cutting_of(settings, delivery.schemas)
        parts = urlsplit(settings.url)
        self._server = f"{parts.scheme}://{parts.netloc}"
        self._path = parts.path
        self._client = client_of(settings, delivery.folder)
        exchange = Exchange(self._client, settings.timeout)
        circuit = CIRCUITS.of(self._server, settings.failures, settings.pause)
        self._sender = Sender(settings, exchange, credentials_of(settings.auth, exchange), circuit, self._bodies)
        self._flight = Flight(self._sender.send, settings.connections, self._answered)

    def write(self, records: Records) -> None:
        """Sends the records; some may not be answered for yet on return. Raises ``OutputError`` for an answer that
        cannot be understood or too many refusals, ``Unavailable``, ``AccessDenied``, ``ConfigError``."""
        events = self._encoder.encode(records)
        texts = self._bodies.texts(records, events)
        for chunk in self._cutting.chunks(records, events, texts):
            self._flight.start(chunk)

    def commit(self) -> Token:
        """Waits for all answers. Raises as ``write`` does."""
        self._flight.land()
        return self._before.more(self._answered.taken).dump()

    def publish(self) -> Token:
        """Everything was visible when it was taken."""
        return self._before.more(self._answered.taken).dump()

    def receipts(self) -> Sequence[Receipt]:
        """One for each request: status, and by which headers the server knows it."""
        return self._answered.receipts()

    def refusals(self) -> Sequence[Refusal]:
        """Records that were refused, with status and the server's words."""
        return self._answered.refusals()

    def outputs(self) -> Sequence[str]:
        """The address, without a query."""
        return (f"{self._server}{self._path}",)

    def close(self) -> None:
        """Ends what waits, and the connections."""
        self._sender.end()
        self._flight.close()
        self._client.close()
