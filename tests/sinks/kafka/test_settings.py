"""The settings of the Kafka sink."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.sinks.kafka.settings import KafkaSink
from legacy_adapters.sinks.registry import declare
from tests.sinks.events.samples import delivery

GIVEN = {"kind": "kafka", "brokers": "b1:9093, b2:9093", "topic": "accounting.{entity}"}
LOGIN = {"user": "writer", "password": "hidden"}


def test_the_example_of_the_documentation() -> None:
    """As the registry makes it from a pipeline file."""
    made = declare(GIVEN)
    assert isinstance(made, KafkaSink)
    assert made.brokers == ("b1:9093", "b2:9093")
    assert (made.tls, made.mechanism, made.declare) == (True, "SCRAM-SHA-512", False)


def test_a_password_is_not_shown() -> None:
    """Where the settings are printed."""
    assert "hidden" not in repr(declare(GIVEN | LOGIN))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"brokers": []}, "brokers"),
        ({"brokers": "b1:9093,"}, "looks like host:9093"),
        ({"brokers": "writer:hidden@b1:9093"}, "looks like host:9093"),
        ({"topic": ""}, "topic"),
        ({"user": "writer"}, "go together"),
        (LOGIN | {"mechanism": "GSSAPI"}, "mechanism"),
        ({"max_message_bytes": 10}, "max_message_bytes"),
        ({"mode": "binary", "batch": 2}, "one event in a message"),
        ({"windo": 1}, "windo"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], said: str) -> None:
    """Naming the setting, or what does not go together."""
    with pytest.raises(ConfigError, match=said):
        declare(GIVEN | wrong)


def test_the_package_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What to install is said."""
    monkeypatch.setitem(sys.modules, "confluent_kafka", None)
    for name in [name for name in sys.modules if name.startswith("legacy_adapters.sinks.kafka.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(DriverMissing) as raised:
        declare(GIVEN).open(delivery(tmp_path), None)
    assert "legacy-adapters[kafka]" in raised.value.hint
