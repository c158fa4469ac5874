"""The settings of the AMQP sink."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.amqp.settings import AmqpSink
from legacy_adapters.sinks.registry import declare


def test_the_example_of_the_documentation() -> None:
    """As the registry makes it from a pipeline file."""
    values = {"kind": "amqp", "url": "amqps://u:p@host/books", "exchange": "accounting"}
    made = declare(values)
    assert isinstance(made, AmqpSink)
    assert (made.routing_key, made.window, made.declare) == ("{entity}.{operation}", 5_000, False)


def test_a_password_is_not_shown() -> None:
    """Where the settings are printed."""
    assert "hidden" not in repr(AmqpSink(url="amqp://u:hidden@host/", routing_key="q"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "http://host"}, "url"),
        ({"url": "amqp://host", "declare": "true"}, "name one of them"),
        ({"url": "amqp://host", "routing_key": ""}, "name of a queue"),
        ({"url": "amqp://host", "window": "0"}, "window"),
        ({"url": "amqp://host", "queue_type": "stream"}, "queue_type"),
        ({"url": "amqp://host", "mode": "binary", "batch": "2"}, "one event in a message"),
        ({"url": "amqp://host", "excange": "x"}, "excange"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], said: str) -> None:
    """Naming the setting, or what does not go together."""
    with pytest.raises(ConfigError, match=said):
        declare({"kind": "amqp"} | wrong)
