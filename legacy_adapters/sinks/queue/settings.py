"""The settings of the embedded queue."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.sinks.events.options import Decimals


class QueueSink(BaseModel):
    """Puts each record as an event into a queue in one SQLite file, exactly once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["queue"] = "queue"
    path: str = Field(pattern=r"\A[^\x00-\x1f]+\z", description="The file; it is made where there is none.")
    decimals: Decimals = Field(
        default="string",
        description="Decimals as strings, which every receiver reads exactly, or as JSON numbers with the same digits.",
    )
    keep_days: int | None = Field(
        default=None,
        ge=0,
        description="Events that every consumer has done with are removed when they are older than this; without it "
        "they stay.",
    )

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Opens the queue. Raises ``OutputError`` where it cannot be written, ``StateMismatch`` where it is damaged or
        does not hold what the token says, ``TryLater`` while another process keeps it locked."""
        from legacy_adapters.sinks.queue.delivery import QueueDelivery

        return QueueDelivery(self, delivery, token)
