"""One run's sending to Kafka."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from legacy_adapters.core.protocols import Delivery, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.queues.kafka.login import connection, named
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Packing
from legacy_adapters.sinks.events.outgoing import Outbox
from legacy_adapters.sinks.events.sent import Sent
from legacy_adapters.sinks.kafka.producing import Producing
from legacy_adapters.sinks.kafka.settings import KafkaSink
from legacy_adapters.sinks.kafka.topics import Topics, part

AROUND_BYTES = 8 * 1024
"""Kept free of the largest message, which counts key and headers too."""

IN_FLIGHT_KILOBYTES = 32 * 1024
"""However many messages the window allows, no more than this waits for acknowledgements."""


class KafkaDelivery:
    """Shows what it sends at once; after ``commit`` all replicas in sync have acknowledged all."""

    def __init__(self, settings: KafkaSink, delivery: Delivery, token: Token | None) -> None:
        self._topic = settings.topic
        self._before = Sent.at(delivery, token)
        address = Address.of(settings.topic, "topic", delivery.schemas, part)
        packing = Packing(settings, address, "ce_", settings.max_message_bytes - AROUND_BYTES)
        self._outbox = Outbox(packing, EventEncoder(delivery, settings.decimals))
        self._where = named(settings)
        config = connection(settings, delivery.folder, f"legacy-adapters {delivery.run_id}")
        headers = {"content-type": packing.content_type}
        self._producing = Producing(config | sending(settings), self._where, settings.timeout, headers)
        self._topics = Topics(settings, config, self._where, self._producing)
        try:
            # What depends on the record is looked for when it comes.
            is_known = not address.columns
            self._topics.ensure([settings.topic.format(entity=part(e)) for e in delivery.schemas] if is_known else ())
        except BaseException:
            self._producing.close()
            raise

    def write(self, records: Records) -> None:
        """Sends the records; some may not be acknowledged yet on return. Raises ``OutputError``, ``ConfigError``,
        ``Unavailable``, ``AccessDenied``."""
        messages, too_large = self._outbox.pack(records)
        self._producing.answers.refused(too_large)
        self._producing.send(self._topics.checked(messages))

    def commit(self) -> Token:
        """Waits until everything is acknowledged. Raises as ``write`` does."""
        self._producing.flush()
        return self._before.more(self._producing.answers.records).dump()

    def publish(self) -> Token:
        """Everything was visible when it was acknowledged."""
        return self._before.more(self._producing.answers.records).dump()

    def receipts(self) -> Sequence[Receipt]:
        """Topic, partition and offsets of what was acknowledged."""
        return self._producing.answers.receipts()

    def refusals(self) -> Sequence[Refusal]:
        """Records that are too large, or that the brokers call invalid."""
        return self._producing.answers.refusals()

    def outputs(self) -> Sequence[str]:
        """Brokers and topic."""
        return (f"{self._where} topic {self._topic}",)

    def close(self) -> None:
        """Ends the connection."""
        self._producing.close()


def sending(settings: KafkaSink) -> dict[str, Any]:
    """How the client sends, in its own words."""
    milliseconds = round(settings.timeout * 1000)
    return {
        "enable.idempotence": True,
        "acks": "all",
        # As Java's clients choose it: the same key goes to the same partition, whoever sends.
        "partitioner": "murmur2_random",
        "compression.type": settings.compression,
        "linger.ms": 5,
        "message.max.bytes": settings.max_message_bytes,
        "batch.size": settings.max_message_bytes,
        "message.timeout.ms": milliseconds,
        "request.timeout.ms": milliseconds,
        "queue.buffering.max.messages": settings.window,
        "queue.buffering.max.kbytes": IN_FLIGHT_KILOBYTES,
    }
