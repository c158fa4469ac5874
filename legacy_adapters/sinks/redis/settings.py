"""The settings of the Redis sink."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.queues.tls import TlsOptions
from legacy_adapters.sinks.events.options import EventOptions


class RedisSink(EventOptions, TlsOptions):
    """Appends each record as an event to a Redis stream."""

    remote: ClassVar[bool] = True
    """It is reached over a network: records wait in the spool for it."""

    kind: Literal["redis"] = "redis"
    url: str = Field(
        pattern=r"\Arediss?://",
        repr=False,
        description="`rediss://user:${env:PASSWORD}@host/0`, or `redis://…` without TLS; the number is the database.",
    )
    stream: str = Field(
        min_length=1,
        description="May hold {entity}, {operation}, {source}, {run} and any column: `accounting:{entity}`.",
    )
    declare: bool = Field(
        default=True, description="Whether a stream is made by its first event; else it must be there already."
    )
    max_length: int | None = Field(
        default=None, ge=1, description="How many entries a stream keeps, or a little more; without it all."
    )
    replicas: int = Field(
        default=0, ge=0, le=100, description="How many replicas must have everything before a checkpoint is saved."
    )
    pipeline: int = Field(
        default=1_000, ge=1, le=100_000, description="How many messages are sent before answers are read."
    )
    timeout: float = Field(
        default=60.0, gt=0, le=3600, description="Seconds without an answer after which the server counts as gone."
    )

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Connects. Raises ``ConfigError`` for a server that keeps nothing when it is restarted, ``AccessDenied``,
        ``Unavailable``, ``DriverMissing``."""
        try:
            from legacy_adapters.sinks.redis.delivery import RedisDelivery
        except ImportError as error:
            hint = "pip install 'legacy-adapters[redis]'"
            raise DriverMissing("Redis is reached by the package redis, which is missing", hint=hint) from error

        return RedisDelivery(self, delivery, token)
