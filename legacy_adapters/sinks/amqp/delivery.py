"""One run's sending to RabbitMQ."""

from __future__ import annotations

from collections.abc import Sequence

from legacy_adapters.core.protocols import Delivery, Token
from legacy_adapters.core.records import Records
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.amqp.parameters import parameters
from legacy_adapters.queues.server_name import server_name
from legacy_adapters.sinks.amqp.publisher import Publisher, Step
from legacy_adapters.sinks.amqp.settings import AmqpSink
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Packing
from legacy_adapters.sinks.events.sent import Sent


def word(value: str) -> str:
    """A value as one word of a routing key."""
    return value.replace("%", "%25").replace(".", "%2E")


class AmqpDelivery:
    """Shows what it sends at once. A message is taken when the server has confirmed it, so after ``commit`` all are."""

    def __init__(self, settings: AmqpSink, delivery: Delivery, token: Token | None) -> None:
        KNOWN.add_passwords(settings.url)
        self._sent = Sent.at(delivery, token)
        self._encoder = EventEncoder(delivery, settings.decimals)
        address = Address.of(settings.routing_key, "routing_key", delivery.schemas, word)
        self._packing = Packing(settings, address, "ce-", settings.max_message_bytes)
        self._where = server_name(settings.url, "url")
        name = f"legacy-adapters {delivery.run_id}"
        reached = parameters(settings.url, settings, delivery.folder, settings.timeout, name)
        content_type = self._packing.content_type
        self._publisher = Publisher(reached, self._where, settings.exchange, content_type, settings.window)
        self._exchange = settings.exchange
        try:
            self._publisher.open(steps(settings))
        except BaseException:
            self._publisher.close()
            raise

    def write(self, records: Records) -> None:
        """Sends the records; some may not be confirmed yet on return. Raises ``OutputError`` for what the server does
        not take, ``Unavailable``, ``AccessDenied``, ``ConfigError``."""
        self._publisher.send(self._packing.messages(records, self._encoder.encode(records)))
        self._sent = self._sent.more(records.count)

    def commit(self) -> Token:
        """Waits until the server has confirmed everything. Raises as ``write`` does."""
        self._publisher.flush()
        return self._sent.dump()

    def publish(self) -> Token:
        """Everything was visible when it was confirmed."""
        return self._sent.dump()

    def outputs(self) -> Sequence[str]:
        """Server and exchange."""
        return (f"{self._where} {f'exchange {self._exchange}' if self._exchange else 'default exchange'}",)

    def close(self) -> None:
        """Ends the connection."""
        self._publisher.close()


def steps(settings: AmqpSink) -> list[Step]:
    """What is asked of the server first: that exchange and queue are there, or that they be made."""
    there = not settings.declare
    found: list[Step] = []
    exchange, queue = settings.exchange, settings.queue
    if exchange:
        found.append(
            lambda channel, then: channel.exchange_declare(
                exchange, settings.exchange_type, passive=there, durable=True, callback=then
            )
        )
    if queue:
        kind = {"x-queue-type": "quorum"} if settings.queue_type == "quorum" else None
        found.append(
            lambda channel, then: channel.queue_declare(
                queue, passive=there, durable=True, arguments=kind, callback=then
            )
        )
    if exchange and queue and not there:
        found.append(lambda channel, then: channel.queue_bind(queue, exchange, settings.binding, callback=then))
    return found
