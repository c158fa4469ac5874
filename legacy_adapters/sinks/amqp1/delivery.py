"""One run's sending over AMQP 1.0."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from legacy_adapters.core.protocols import Delivery, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.server_name import server_name
from legacy_adapters.queues.tls import tls_context
from legacy_adapters.sinks.amqp1.encoding import MessageEncoder
from legacy_adapters.sinks.amqp1.outcomes import BETWEEN
from legacy_adapters.sinks.amqp1.sending import Sending
from legacy_adapters.sinks.amqp1.settings import Amqp1Sink
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Packing
from legacy_adapters.sinks.events.outgoing import Outbox
from legacy_adapters.sinks.events.sent import Sent

AROUND_BYTES = 8 * 1024
"""Kept free of the largest message, which has properties too."""


def part(value: str) -> str:
    """A value as one part of an address or a subject."""
    return quote(value, safe=" !#$&'()*+,:;=@[]").replace(".", "%2E")


class Amqp1Delivery:
    """Shows what it sends at once; after ``commit`` the server has settled all."""

    def __init__(self, settings: Amqp1Sink, delivery: Delivery, token: Token | None) -> None:
        KNOWN.add_passwords(settings.url)
        self._address = settings.address
        self._before = Sent.at(delivery, token)
        self._where = server_name(settings.url, "url").rstrip("/")
        text = settings.address + (BETWEEN + settings.subject if settings.subject else "")
        places = Address.of(text, "address", delivery.schemas, part)
        context = tls_context(settings, delivery.folder) if settings.url.startswith("amqps:") else None
        self._sending = Sending(settings, self._where, f"legacy-adapters {delivery.run_id}", context)
        try:
            self._sending.open()
            first = Address.of(settings.address, "address", delivery.schemas, part)
            # What depends on the record is attached to when it comes.
            known = [] if first.columns else [settings.address.format(entity=part(e)) for e in delivery.schemas]
            said = [self._sending.largest(address) for address in dict.fromkeys(known)]
        except BaseException:
            self._sending.close()
            raise
        largest = min((size for size in (settings.max_message_bytes, *said) if size), default=None)
        room = None if largest is None else largest - min(AROUND_BYTES, largest // 4)
        packing = Packing(settings, places, "cloudEvents:", room)
        self._outbox = Outbox(packing, EventEncoder(delivery, settings.decimals))
        self._encoder = MessageEncoder(packing.content_type, is_grouped=settings.group)

    def write(self, records: Records) -> None:
        """Sends the records; some may not be settled yet on return. Raises ``OutputError`` for what the server does
        not take, ``Unavailable``, ``AccessDenied``, ``ConfigError``."""
        messages, too_large = self._outbox.pack(records)
        self._sending.outcomes.answers.refused(too_large)
        for sent in messages:
            address, _, subject = sent.message.address.partition(BETWEEN)
            self._sending.send(sent, address, self._encoder.encode(sent.message, address, subject))

    def commit(self) -> Token:
        """Waits until the server has settled everything. Raises as ``write`` does."""
        self._sending.flush()
        return self._before.more(self._sending.outcomes.answers.records).dump()

    def publish(self) -> Token:
        """Everything was visible when it was settled."""
        return self._before.more(self._sending.outcomes.answers.records).dump()

    def receipts(self) -> Sequence[Receipt]:
        """How many messages each address accepted."""
        return self._sending.outcomes.answers.receipts()

    def refusals(self) -> Sequence[Refusal]:
        """Records that are too large, or whose messages were rejected."""
        return self._sending.outcomes.answers.refusals()

    def outputs(self) -> Sequence[str]:
        """Server and address."""
        return (f"{self._where} {self._address}",)

    def close(self) -> None:
        """Ends the connection."""
        self._sending.close()
