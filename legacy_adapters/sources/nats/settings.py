"""What a pipeline file says of a JetStream that is read, and of its streams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.queues.nats.login import NatsLogin
from legacy_adapters.sources.events.settings import EventSource, EventStream, filled

if TYPE_CHECKING:
    from legacy_adapters.sources.events.connection import EventConnection

SUBJECT = r"\A[^\s]+\z"


class NatsStream(EventStream):
    """The events of one entity, which have subjects of their own."""

    subject: str | None = Field(
        None,
        pattern=SUBJECT,
        description="Their subject, with * and > as NATS has them; that of the source unless stated.",
    )


class NatsSource(EventSource, NatsLogin):
    """Takes events from a stream of NATS JetStream by a durable consumer, which several runners share."""

    stream_settings: ClassVar[type[NatsStream]] = NatsStream

    kind: Literal["nats"] = Field("nats", description="A stream of NATS JetStream.")
    stream: str = Field(pattern=r"\A[^\s.*>/\\]+\z", description="The stream, which has to be there.")
    subject: str = Field(
        pattern=SUBJECT,
        description="Which of its subjects are read, with * and > as NATS has them; may hold {entity} and {stream}: "
        "`accounting.{entity}`.",
    )
    consumer: str | None = Field(
        None,
        min_length=1,
        max_length=100,
        description="What the durable consumer is called, together with the subject. Each consumer gets every event; "
        "runners that state the same one share its events. `id` unless stated.",
    )
    declare: bool = Field(True, description="Whether the consumer is made where it is not there.")
    lease: float = Field(
        300.0,
        ge=1,
        le=86_400,
        description="The `ack_wait` of a consumer that is made: for how many seconds events are a run's own. What a "
        "run that was killed had taken comes again when they are over.",
    )

    @contextmanager
    def connect(self) -> Iterator[EventConnection]:
        """Connects. Raises ``ConfigError``, ``AccessDenied``, ``Unavailable``, ``DriverMissing``."""
        try:
            from legacy_adapters.sources.nats.taking import opened
        except ImportError as error:
            hint = "pip install 'legacy-adapters[nats]'"
            raise DriverMissing("NATS is reached by the package nats-py, which is missing", hint=hint) from error
        from legacy_adapters.sources.events.connection import EventConnection

        with opened(self) as queue:
            yield EventConnection(self, queue, self.subject_of)

    def subject_of(self, name: str, stream: NatsStream) -> str:
        """The subject that a stream is read from."""
        return filled(stream.subject or self.subject, name, stream.entity)

    def consumer_of(self, subject: str) -> str:
        """The durable consumer of a subject. Names may have no dots, blanks and wildcards."""
        return re.sub(r"[^A-Za-z0-9_-]", "_", f"{self.consumer or self.id or 'run'}-{subject}")
