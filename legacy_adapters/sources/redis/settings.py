"""What a pipeline file says of Redis streams that are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.queues.tls import TlsOptions
from legacy_adapters.sources.events.settings import EventSource, EventStream, filled

if TYPE_CHECKING:
    from legacy_adapters.sources.events.connection import EventConnection


class RedisStream(EventStream):
    """The events of one entity, which lie in a stream of their own."""

    stream: str | None = Field(None, min_length=1, description="The stream; that of the source unless stated.")


class RedisSource(EventSource, TlsOptions):
    """Takes events from Redis streams by a consumer group, which several runners share."""

    stream_settings: ClassVar[type[RedisStream]] = RedisStream

    kind: Literal["redis"] = Field("redis", description="Redis streams.")
    url: str = Field(
        pattern=r"\Arediss?://",
        repr=False,
        description="`rediss://user:${env:PASSWORD}@host/0`, or `redis://…` without TLS; the number is the database.",
    )
    stream: str = Field(
        min_length=1,
        description="The stream, which has to be there; may hold {entity} and {stream}: `accounting:{entity}`.",
    )
    consumer: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        description="The consumer group. Each group gets every event; runners that state the same one share its "
        "events. `id` unless stated.",
    )
    declare: bool = Field(
        True, description="Whether the group is made where it is not there, for all that is in the stream."
    )
    lease: float = Field(
        300.0,
        ge=1,
        le=86_400,
        description="For how many seconds events are a run's own. What a run that was killed had taken goes to the "
        "next one that asks when they are over.",
    )
    timeout: float = Field(
        60.0, gt=0, le=3600, description="Seconds without an answer after which the server counts as gone."
    )

    @contextmanager
    def connect(self) -> Iterator[EventConnection]:
        """Connects. Raises ``ConfigError``, ``AccessDenied``, ``Unavailable``, ``DriverMissing``."""
        try:
            from legacy_adapters.sources.redis.taking import opened
        except ImportError as error:
            hint = "pip install 'legacy-adapters[redis]'"
            raise DriverMissing("Redis is reached by the package redis, which is missing", hint=hint) from error
        from legacy_adapters.sources.events.connection import EventConnection

        with opened(self) as queue:
            yield EventConnection(self, queue, self.stream_of)

    def stream_of(self, name: str, stream: RedisStream) -> str:
        """The Redis stream that a stream of the pipeline is read from."""
        return filled(stream.stream or self.stream, name, stream.entity)

    @property
    def group(self) -> str:
        """The consumer group."""
        return self.consumer or self.id or "run"
