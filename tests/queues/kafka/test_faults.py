"""Every error of confluent-kafka, and every answer of a broker, is one of ours."""

from __future__ import annotations

import pytest
from confluent_kafka import KafkaError

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.kafka.faults import missing, told


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (KafkaError._AUTHENTICATION, AccessDenied),
        (KafkaError.SASL_AUTHENTICATION_FAILED, AccessDenied),
        (KafkaError.TOPIC_AUTHORIZATION_FAILED, AccessDenied),
        (KafkaError.GROUP_AUTHORIZATION_FAILED, AccessDenied),
        (KafkaError.CLUSTER_AUTHORIZATION_FAILED, AccessDenied),
        (KafkaError.UNKNOWN_TOPIC_OR_PART, ConfigError),
        (KafkaError._UNKNOWN_TOPIC, ConfigError),
        (KafkaError.POLICY_VIOLATION, ConfigError),
        (KafkaError.INVALID_SESSION_TIMEOUT, ConfigError),
        (KafkaError._INVALID_ARG, ConfigError),
        (KafkaError.MSG_SIZE_TOO_LARGE, OutputError),
        (KafkaError.THROTTLING_QUOTA_EXCEEDED, Unavailable),
        (KafkaError.NOT_ENOUGH_REPLICAS, Unavailable),
        (KafkaError._TRANSPORT, Unavailable),
        (KafkaError._FATAL, Unavailable),
    ],
)
def test_errors(code: int, kind: type[LegacyAdaptersError]) -> None:
    """Only what may pass by itself is tried again."""
    found = told(KafkaError(code, "said so"), "b1:9093")
    assert type(found) is kind
    assert found.where == "b1:9093"
    assert found.hint


def test_a_certificate_that_is_not_good() -> None:
    """Whatever the code, as it comes with several."""
    error = KafkaError(KafkaError._TRANSPORT, "ssl://b1: certificate verify failed")
    assert isinstance(told(error, "b1"), ConfigError)


def test_secrets_are_struck_out() -> None:
    """Also where a broker repeats them."""
    KNOWN.add("brokers-secret")
    assert "brokers-secret" not in str(told(KafkaError(KafkaError._AUTHENTICATION, "no brokers-secret"), "b1"))


def test_a_missing_topic_is_named() -> None:
    """With the cluster."""
    assert str(missing("books", "b1:9093")).startswith("b1:9093: there is no topic books")
