"""What is asked of a server first, and addresses; the rest is tested with a real one in ``tests/service``."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.amqp.delivery import steps, word
from legacy_adapters.sinks.amqp.settings import AmqpSink
from tests.service.free_port import free_port
from tests.sinks.events.samples import delivery

URL = "amqp://u:secret-word@127.0.0.1/"


def asked(**settings: object) -> list[str]:
    """The names of the methods that a channel gets."""
    channel = Mock()
    for step in steps(AmqpSink.model_validate({"url": URL} | settings)):
        step(channel, lambda _answer: None)
    return [f"{name} {kwargs.get('passive', '')}".strip() for name, _, kwargs in channel.mock_calls]


def test_what_has_to_be_there_is_only_looked_for() -> None:
    """Nothing is made, and nothing bound."""
    assert asked(exchange="x", queue="q") == ["exchange_declare True", "queue_declare True"]


def test_what_is_declared_is_made_and_bound() -> None:
    """Exchange, queue, and the way from one to the other."""
    made = asked(exchange="x", queue="q", declare=True)
    assert made == ["exchange_declare False", "queue_declare False", "queue_bind"]


def test_the_default_exchange_needs_nothing() -> None:
    """It is always there, and every queue is bound to it."""
    assert asked(routing_key="q") == []
    assert asked(queue="q", declare=True) == ["queue_declare False"]


def test_a_value_is_one_word_of_a_routing_key() -> None:
    """Dots part words."""
    assert [word(value) for value in ("a", "a.b", "50%")] == ["a", "a%2Eb", "50%25"]


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"url": "amqp://host/?heartbeat=often"}, "url"),
        ({"url": "amqps://127.0.0.1/", "ca_file": "missing.pem"}, "missing.pem"),
        ({"url": URL, "routing_key": "{nothing}"}, "routing_key"),
    ],
)
def test_a_wrong_setting_is_named_before_anything_is_sent(
    settings: dict[str, object], where: str, tmp_path: Path
) -> None:
    """No server is needed for that."""
    with pytest.raises(ConfigError) as raised:
        AmqpSink.model_validate({"routing_key": "q"} | settings).open(delivery(tmp_path), None)
    assert raised.value.where == where


def test_a_password_of_the_url_is_in_no_error(tmp_path: Path) -> None:
    """The server is named without it."""
    url = f"amqp://u:secret-word@127.0.0.1:{free_port()}/books"
    with pytest.raises(Exception, match=r"amqp://127\.0\.0\.1") as raised:
        AmqpSink(url=url, routing_key="q").open(delivery(tmp_path), None)
    assert "secret-word" not in str(raised.value)
