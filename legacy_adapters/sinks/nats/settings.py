"""The settings of the NATS JetStream sink."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.queues.nats.login import NatsLogin
from legacy_adapters.sinks.events.options import EventOptions


class NatsSink(EventOptions, NatsLogin):
    """Sends each record as an event to a stream of NATS JetStream, which knows repeats by their id and drops them."""

    remote: ClassVar[bool] = True
    """It is reached over a network: records wait in the spool for it."""

    kind: Literal["nats"] = "nats"
    stream: str = Field(pattern=r"\A[^\s.*>/\\]+\z", description="The stream that has to take the events.")
    subject: str = Field(
        pattern=r"\A[^\s*>]+\z",
        description="May hold {entity}, {operation}, {source}, {run} and any column: `accounting.{entity}`.",
    )
    declare: bool = Field(
        default=False, description="Whether the stream is made where it is not there; else it must be there already."
    )
    duplicate_window: float = Field(
        default=3600.0, gt=0, description="For how many seconds a stream that is made knows ids, to drop repeats."
    )
    window: int = Field(default=5_000, ge=1, le=100_000, description="How many messages may wait to be acknowledged.")

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Connects, and makes the stream or looks for it. Raises ``ConfigError``, ``AccessDenied``, ``Unavailable``,
        ``DriverMissing``."""
        try:
            from legacy_adapters.sinks.nats.delivery import NatsDelivery
        except ImportError as error:
            hint = "pip install 'legacy-adapters[nats]'"
            raise DriverMissing("NATS is reached by the package nats-py, which is missing", hint=hint) from error

        return NatsDelivery(self, delivery, token)
