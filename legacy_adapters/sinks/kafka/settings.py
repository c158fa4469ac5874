"""The settings of the Kafka sink."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.queues.tls import TlsOptions
from legacy_adapters.sinks.events.options import EventOptions


class KafkaSink(EventOptions, TlsOptions):
    """Sends each record as an event to a topic of Kafka, keyed by its record id, acknowledged by all replicas."""

    remote: ClassVar[bool] = True
    """It is reached over a network: records wait in the spool for it."""

    kind: Literal["kafka"] = "kafka"
    brokers: tuple[str, ...] = Field(
        min_length=1, description="`host:9093`, one or several of one cluster; also as one text with commas."
    )
    topic: str = Field(
        min_length=1,
        description="May hold {entity}, {operation}, {source}, {run} and any column: `accounting.{entity}`.",
    )
    tls: bool = Field(default=True, description="Whether the brokers are reached with TLS; false for plain listeners.")
    user: str | None = Field(default=None, min_length=1, description="The user, where the brokers ask for one (SASL).")
    password: str | None = Field(default=None, repr=False, description="The password: ${env:KAFKA_PASSWORD}.")
    mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        default="SCRAM-SHA-512", description="How user and password are shown."
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

    @field_validator("brokers", mode="before")
    @classmethod
    def _listed(cls, brokers: object) -> object:
        return [one.strip() for one in brokers.split(",")] if isinstance(brokers, str) else brokers

    @field_validator("brokers")
    @classmethod
    def _hosts(cls, brokers: tuple[str, ...]) -> tuple[str, ...]:
        if any("@" in broker or "/" in broker or not broker for broker in brokers):
            raise ValueError("a broker looks like host:9093; the login goes into user and password")
        return brokers

    @model_validator(mode="after")
    def _one_login(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise ValueError("user and password go together")
        return self

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
