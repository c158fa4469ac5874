"""What a pipeline file says of Kafka topics that are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.queues.kafka.login import KafkaLogin
from legacy_adapters.sources.events.settings import EventSource, EventStream, filled

if TYPE_CHECKING:
    from legacy_adapters.sources.events.connection import EventConnection


class KafkaStream(EventStream):
    """The events of one entity, which lie in a topic of their own."""

    topic: str | None = Field(None, min_length=1, description="The topic; that of the source unless stated.")


class KafkaSource(EventSource, KafkaLogin):
    """Takes events from topics of Kafka by a consumer group, whose runs share the partitions."""

    stream_settings: ClassVar[type[KafkaStream]] = KafkaStream

    kind: Literal["kafka"] = Field("kafka", description="Topics of Kafka.")
    topic: str = Field(
        min_length=1,
        description="The topic, which has to be there; may hold {entity} and {stream}: `accounting.{entity}`.",
    )
    group: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        description="What the consumer group is called, together with the topic: `warehouse.accounting.gl_line`. Each "
        "group gets every event; runners that state the same one share the partitions. `id` unless stated.",
    )
    lease: float = Field(
        300.0,
        ge=1,
        le=86_400,
        description="For how many seconds partitions are a run's own (max.poll.interval.ms), however many others wait "
        "for them. A run reads for half of it at most; it has to be over before the rest is.",
    )
    session: float = Field(
        45.0,
        ge=1,
        le=1800,
        description="After how many seconds without a sign of life a run counts as killed, and its partitions go to "
        "others (session.timeout.ms). Brokers take 6 to 1800 unless they are set otherwise.",
    )
    gather: float = Field(
        1.0,
        ge=0,
        le=60,
        description="For how many seconds a run that was given partitions waits for others to begin, with whom it "
        "then shares them: whoever comes later waits until it has ended.",
    )

    @model_validator(mode="after")
    def _longer_than_a_session(self) -> Self:
        if self.lease < self.session:
            raise ValueError("a lease is no shorter than a session")
        return self

    @contextmanager
    def connect(self) -> Iterator[EventConnection]:
        """Connects. Raises ``ConfigError``, ``AccessDenied``, ``Unavailable``, ``DriverMissing``."""
        try:
            from legacy_adapters.sources.kafka.taking import opened
        except ImportError as error:
            hint = "pip install 'legacy-adapters[kafka]'"
            raise DriverMissing(
                "Kafka is reached by the package confluent-kafka, which is missing", hint=hint
            ) from error
        from legacy_adapters.sources.events.connection import EventConnection

        with opened(self) as queue:
            yield EventConnection(self, queue, self.topic_of)

    def topic_of(self, name: str, stream: KafkaStream) -> str:
        """The topic that a stream is read from."""
        return filled(stream.topic or self.topic, name, stream.entity)

    def group_of(self, topic: str) -> str:
        """The consumer group of a topic. Streams have one each: a member that reads would keep those of other topics
        waiting, were they in the same."""
        return f"{self.group or self.id or 'run'}.{topic}"
