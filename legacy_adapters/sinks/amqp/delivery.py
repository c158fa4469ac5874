"""One run's sending to RabbitMQ."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from legacy_adapters.core.protocols import Delivery, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.amqp.faults import TooLarge
from legacy_adapters.queues.amqp.parameters import parameters
from legacy_adapters.queues.server_name import server_name
from legacy_adapters.sinks.amqp.publisher import Publisher, Step
from legacy_adapters.sinks.amqp.settings import AmqpSink
from legacy_adapters.sinks.answered import Answered, Parcel
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Packing
from legacy_adapters.sinks.events.sent import Sent


def word(value: str) -> str:
    """A value as one word of a routing key."""
    return value.replace("%", "%25").replace(".", "%2E")


@dataclass(slots=True)
class _UnderWay:
    """A parcel whose messages have these delivery tags; ``last`` is None until all were sent."""

    parcel: Parcel
    first: int
    last: int | None = None


class AmqpDelivery:
    """Shows what it sends at once. A message is taken when the server has confirmed it, so after ``commit`` all are."""

    def __init__(self, settings: AmqpSink, delivery: Delivery, token: Token | None) -> None:
        KNOWN.add_passwords(settings.url)
        self._settings = settings
        self._before = Sent.at(delivery, token)
        self._answered = Answered()
        self._under_way: deque[_UnderWay] = deque()
        self._encoder = EventEncoder(delivery, settings.decimals)
        address = Address.of(settings.routing_key, "routing_key", delivery.schemas, word)
        self._packing = Packing(settings, address, "ce-", settings.max_message_bytes)
        self._where = server_name(settings.url, "url")
        self._parameters = parameters(
            settings.url, settings, delivery.folder, settings.timeout, f"legacy-adapters {delivery.run_id}"
        )
        self._publisher = self._connected()

    def write(self, records: Records) -> None:
        """Sends the records; some may not be confirmed yet on return. Raises ``OutputError``, ``Unavailable`` (also
        while a queue is full), ``AccessDenied``, ``ConfigError``."""
        with self._learning():
            self._send(records)
        self._settle()

    def commit(self) -> Token:
        """Waits until the server has confirmed everything. Raises as ``write`` does."""
        with self._learning():
            self._publisher.flush()
        self._settle()
        return self._before.more(self._answered.taken).dump()

    def publish(self) -> Token:
        """Everything was visible when it was confirmed."""
        return self._before.more(self._answered.taken).dump()

    def receipts(self) -> Sequence[Receipt]:
        """The delivery tags that the server has confirmed."""
        return self._answered.receipts()

    def refusals(self) -> Sequence[Refusal]:
        """Records that no queue takes, or that are too large."""
        return self._answered.refusals()

    def outputs(self) -> Sequence[str]:
        """Server and exchange."""
        return (f"{self._where} {self._place}",)

    def close(self) -> None:
        """Ends the connection."""
        self._publisher.close()

    @property
    def _place(self) -> str:
        return f"exchange {self._settings.exchange}" if self._settings.exchange else "default exchange"

    def _connected(self) -> Publisher:
        settings, content_type = self._settings, self._packing.content_type
        made = Publisher(self._parameters, self._where, settings.exchange, content_type, settings.window)
        try:
            made.open(steps(settings))
        except BaseException:
            made.close()
            raise
        return made

    def _send(self, records: Records) -> None:
        sent = _UnderWay(Parcel(records), self._publisher.sent + 1)
        self._under_way.append(sent)
        self._publisher.send(self._packing.messages(sent.parcel, self._encoder.encode(records)))
        sent.last = self._publisher.sent

    @contextmanager
    def _learning(self) -> Iterator[None]:
        """A server that takes less than the settings allow says how much, and closes the channel on whatever is under
        way: all of that goes again, but what is too large."""
        try:
            yield
        except TooLarge as error:
            if self._packing.limit is not None and error.limit >= self._packing.limit:
                raise
            self._settle()
            self._publisher.close()
            self._packing = replace(self._packing, limit=error.limit)
            self._publisher = self._connected()
            again = [sent.parcel.records for sent in self._under_way]
            self._under_way.clear()
            for records in again:
                self._send(records)
            self._publisher.flush()

    def _settle(self) -> None:
        confirmed = self._publisher.confirmed
        while self._under_way and (last := self._under_way[0].last) is not None and last <= confirmed:
            sent = self._under_way.popleft()
            tags = f"tag {last}" if last == sent.first else f"tags {sent.first}–{last}"
            cluster = f" of {self._publisher.cluster}" if self._publisher.cluster else ""
            answer = f"{self._where} {self._place}: delivery {tags}{cluster}"
            self._answered.settle(sent.parcel, answer)


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
