"""What the client says by itself."""

from __future__ import annotations

import logging

import pytest
from confluent_kafka import KafkaError

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, Unavailable
from legacy_adapters.queues.kafka.hearing import Hearing, quiet_logger


@pytest.mark.parametrize(
    ("code", "words", "kind"),
    [
        (KafkaError._AUTHENTICATION, "no", AccessDenied),
        (KafkaError._TRANSPORT, "certificate verify failed", ConfigError),
        (KafkaError._ALL_BROKERS_DOWN, "1/1 brokers are down", Unavailable),
    ],
)
def test_what_ends_a_run(code: int, words: str, kind: type[LegacyAdaptersError]) -> None:
    """A login, a certificate, or that nobody was there from the beginning."""
    heard = Hearing("b1:9093")
    heard.on_error(KafkaError(code, words))
    with pytest.raises(kind):
        heard.check()


def test_what_may_pass_is_waited_for() -> None:
    """It is remembered, as it says more than that all brokers are down."""
    heard = Hearing("b1:9093")
    heard.on_error(KafkaError(KafkaError._TRANSPORT, "Connection refused"))
    heard.check()
    heard.on_error(KafkaError(KafkaError._ALL_BROKERS_DOWN, "1/1 brokers are down"))
    with pytest.raises(Unavailable, match="Connection refused"):
        heard.check()


def test_the_clients_log_is_quiet() -> None:
    """What it says is raised."""
    assert not quiet_logger().isEnabledFor(logging.ERROR)
