"""The settings of the AMQP 0.9.1 sink."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.queues.tls import TlsOptions
from legacy_adapters.sinks.events.options import EventOptions


class AmqpSink(EventOptions, TlsOptions):
    """Sends each record as an event to an exchange of RabbitMQ, every message confirmed by the server."""

    remote: ClassVar[bool] = True
    """It is reached over a network: records wait in the spool for it."""

    kind: Literal["amqp"] = "amqp"
    url: str = Field(
        pattern=r"\Aamqps?://",
        repr=False,
        description="`amqps://user:${env:PASSWORD}@host/vhost`, or `amqp://…` without TLS; no vhost is `/`.",
    )
    exchange: str = Field(
        default="", max_length=127, description="The exchange; without it the routing key is the name of a queue."
    )
    routing_key: str = Field(
        default="{entity}.{operation}",
        description="May hold {entity}, {operation}, {source}, {run} and any column: {company_id}.",
    )
    queue: str | None = Field(
        default=None,
        min_length=1,
        max_length=127,
        description="A queue that must be there; with declare it is made, and gets all that matches `binding`.",
    )
    binding: str = Field(default="#", max_length=255, description="Which routing keys the queue gets, if it is made.")
    declare: bool = Field(
        default=False, description="Whether exchange and queue are made, durable; else they must be there already."
    )
    exchange_type: Literal["topic", "direct", "fanout", "headers"] = Field(
        default="topic", description="What kind of exchange is made."
    )
    queue_type: Literal["classic", "quorum"] = Field(default="classic", description="What kind of queue is made.")
    window: int = Field(default=5_000, ge=1, le=100_000, description="How many messages may wait for their confirm.")
    max_message_bytes: int = Field(
        default=16 * 1024 * 1024, ge=1024, description="The largest body that the server takes; batches stay within it."
    )
    timeout: float = Field(
        default=60.0, gt=0, le=3600, description="Seconds without an answer after which the server counts as gone."
    )

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        if self.declare and not (self.exchange or self.queue):
            raise ValueError("declare: true makes an exchange or a queue; name one of them")
        if self.routing_key == "" and not self.exchange:
            raise ValueError("without an exchange the routing_key has to be the name of a queue")
        return self

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Connects, and makes or checks exchange and queue. Raises ``ConfigError``, ``AccessDenied``,
        ``Unavailable``, ``DriverMissing``."""
        try:
            from legacy_adapters.sinks.amqp.delivery import AmqpDelivery
        except ImportError as error:
            hint = "pip install 'legacy-adapters[amqp]'"
            raise DriverMissing("RabbitMQ is reached by the package pika, which is missing", hint=hint) from error

        return AmqpDelivery(self, delivery, token)
