"""How RabbitMQ is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.queues.amqp.parameters import parameters
from legacy_adapters.queues.tls import TlsOptions


def test_a_url_says_where(tmp_path: Path) -> None:
    """One attempt, the stated patience, a name that is shown at the server; no TLS unless the URL says so."""
    found = parameters("amqp://u:p@host:1234/books", TlsOptions(), tmp_path, 7.0, "me")
    assert (found.host, found.port, found.virtual_host, found.ssl_options) == ("host", 1234, "books", None)
    assert (found.connection_attempts, found.socket_timeout) == (1, 7.0)
    assert found.client_properties == {"connection_name": "me"}


def test_a_wrong_url_is_a_wrong_setting(tmp_path: Path) -> None:
    """With what one looks like."""
    with pytest.raises(ConfigError, match="no AMQP URL"):
        parameters("amqp://host:port/", TlsOptions(), tmp_path, 7.0, "me")
