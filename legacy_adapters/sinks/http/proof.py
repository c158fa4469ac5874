"""What of an answer proves that a request was taken."""

from __future__ import annotations

from typing import Final

from legacy_adapters.sinks.http.exchange import Answer
from legacy_adapters.sinks.http.words import tidy

TELLING: Final = (
    "X-Request-Id",
    "Request-Id",
    "X-Correlation-Id",
    "X-Amzn-RequestId",
    "X-Ms-Request-Id",
    "traceparent",
    "Location",
)
"""The headers by which servers name a request, or what they have made of it."""


def proof(answer: Answer) -> str:
    """The status, and of the telling headers those that there are; without a query, in which a key may stand."""
    found = ((name, answer.headers.get(name.lower())) for name in TELLING)
    told = [f"{name}: {tidy(value.partition('?')[0])}" for name, value in found if value]
    return ", ".join((f"HTTP {answer.status}", *told))
