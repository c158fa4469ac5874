"""What a source that lends its rows is known by."""

from __future__ import annotations

from legacy_adapters.core.lending import Holding, Peeking
from legacy_adapters.sources.events.connection import EventConnection
from legacy_adapters.sources.events.reader import EventReader, PeekReader


def test_a_queue_can_be_looked_at() -> None:
    """Its connection has readers that take nothing, which hold nothing either."""
    assert issubclass(EventConnection, Peeking)
    assert issubclass(EventReader, Holding)
    assert not issubclass(PeekReader, Holding)
