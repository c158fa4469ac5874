"""What a server is called in messages."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.queues.server_name import server_name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("amqp://u:secret%2F1@host:5672/books", "amqp://host:5672/books"),
        ("redis://host", "redis://host"),
        ("nats://token@[::1]:4222", "nats://[::1]:4222"),
        ("redis://host/0?password=secret", "redis://host/0"),
    ],
)
def test_it_has_no_secret(url: str, name: str) -> None:
    """Neither before the host nor behind the path."""
    assert server_name(url, "url") == name


@pytest.mark.parametrize("url", ["redis://host:port/0", "redis://", "redis://[::1/0", "redis://host:99999"])
def test_what_is_no_url_names_the_setting(url: str) -> None:
    """Before anything is sent."""
    with pytest.raises(ConfigError) as raised:
        server_name(url, "url")
    assert raised.value.where == "url"
