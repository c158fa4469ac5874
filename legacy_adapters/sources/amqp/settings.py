"""What a pipeline file says of a queue of RabbitMQ that is read, and of its streams."""

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


class AmqpStream(EventStream):
    """The events of one entity, which lie in a queue of their own."""

    queue: str | None = Field(
        None, min_length=1, max_length=255, description="The queue; that of the source unless stated."
    )


class AmqpSource(EventSource, TlsOptions):
    """Takes events from a queue of RabbitMQ, and acknowledges them once they are published."""

    stream_settings: ClassVar[type[AmqpStream]] = AmqpStream

    kind: Literal["amqp"] = Field("amqp", description="A queue of RabbitMQ.")
    url: str = Field(
        pattern=r"\Aamqps?://",
        repr=False,
        description="`amqps://user:${env:PASSWORD}@host/vhost`, or `amqp://…` without TLS; no vhost is `/`.",
    )
    queue: str = Field(
        "{entity}",
        min_length=1,
        max_length=255,
        description="The queue, which has to be there; may hold {entity} and {stream}.",
    )
    timeout: float = Field(
        60.0, gt=0, le=3600, description="Seconds without an answer after which the server counts as gone."
    )

    @contextmanager
    def connect(self) -> Iterator[EventConnection]:
        """Connects. Raises ``ConfigError``, ``AccessDenied``, ``Unavailable``, ``DriverMissing``."""
        try:
            from legacy_adapters.sources.amqp.taking import opened
        except ImportError as error:
            hint = "pip install 'legacy-adapters[amqp]'"
            raise DriverMissing("RabbitMQ is reached by the package pika, which is missing", hint=hint) from error
        from legacy_adapters.sources.events.connection import EventConnection

        with opened(self) as queue:
            yield EventConnection(self, queue, self.queue_of)

    def queue_of(self, name: str, stream: AmqpStream) -> str:
        """The queue that a stream is read from."""
        return filled(stream.queue or self.queue, name, stream.entity)
