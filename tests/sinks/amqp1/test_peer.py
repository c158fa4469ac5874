"""What a server tells of itself."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.amqp1.peer import Peer


def test_properties_of_a_connection() -> None:
    """There may be none."""
    assert Peer.of({"product": "RabbitMQ", "version": "3.10.8"}) == Peer("RabbitMQ", "3.10.8")
    assert Peer.of(None) == Peer.of({}) == Peer("", "")


@pytest.mark.parametrize(
    ("peer", "address"),
    [
        (Peer("RabbitMQ", "3.10.8"), "/queue/books"),
        (Peer("RabbitMQ", "4.1.0"), "/exchanges/books"),
        (Peer("RabbitMQ", ""), "/exchanges/books"),
        (Peer("apache-activemq-artemis", "2.40.0"), "books"),
        (Peer(), "books"),
    ],
    ids=repr,
)
def test_addresses_that_may_be_sent_to(peer: Peer, address: str) -> None:
    """What is accepted there has arrived."""
    peer.check(address, "amqp://host")


@pytest.mark.parametrize("address", ["books", "/amq/queue/books", "/exchange/books", "/topic/books"])
def test_addresses_that_lose_messages(address: str) -> None:
    """Refused, with what to do instead."""
    with pytest.raises(ConfigError, match="drops what no queue takes") as raised:
        Peer("RabbitMQ", "3.13.1").check(address, "amqp://host")
    assert "kind: amqp" in raised.value.hint
