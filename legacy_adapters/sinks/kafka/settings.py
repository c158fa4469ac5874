"""The settings of the Kafka sink."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.queues.kafka.login import KafkaLogin
from legacy_adapters.sinks.events.options import EventOptions


class KafkaSink(EventOptions, KafkaLogin):
    """Sends each record as an event to a topic of Kafka, keyed by its record id, acknowledged by all replicas."""

    remote: ClassVar[bool] = True
    """It is reached over a network: records wait in the spool for it."""

    kind: Literal["kafka"] = "kafka"
    topic: str = Field(
        min_length=1,
        description="May hold {entity}, {operation}, {source}, {run} and any column: `accounting.{entity}`.",
    )
    declare: bool = Field(
        default=False, description="Whether topics are made where they are not there; else they must be there already."
    )
    partitions: int | None = Field(
        default=None, ge=1, le=10_000, description="Of a topic that is made; without it what the cluster is set to."
    )
    replicas: int | None = Field(
        default=None, ge=1, le=100, description="Of a topic that is made; without it what the cluster is set to."
    )
    compression: Literal["none", "gzip", "snappy", "lz4", "zstd"] = Field(
        default="lz4", description="How what is sent together is made smaller."
    )
    max_message_bytes: int = Field(
        default=1_000_000,
        ge=16 * 1024,
        le=1_000_000_000,
        description="The largest message, and the most that is sent together; no more than the topic's "
        "max.message.bytes.",
    )
    window: int = Field(
        default=20_000, ge=1, le=1_000_000, description="How many messages may wait to be acknowledged."
    )
    timeout: float = Field(
        default=60.0, ge=1, le=3600, description="Seconds after which what is not acknowledged has failed."
    )

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Connects, and makes or checks the topics. Raises ``ConfigError``, ``AccessDenied``, ``Unavailable``,
        ``DriverMissing``."""
        try:
            from legacy_adapters.sinks.kafka.delivery import KafkaDelivery
        except ImportError as error:
            hint = "pip install 'legacy-adapters[kafka]'"
            raise DriverMissing(
                "Kafka is reached by the package confluent-kafka, which is missing", hint=hint
            ) from error

        return KafkaDelivery(self, delivery, token)
