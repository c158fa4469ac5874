"""How RabbitMQ is reached, from either end of a queue."""

from __future__ import annotations

from pathlib import Path

import pika

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.queues.tls import TlsOptions, tls_context


def parameters(url: str, tls: TlsOptions, folder: Path, timeout: float, name: str) -> pika.URLParameters:
    """Those of one connection, which is called ``name`` at the server. Raises ``ConfigError`` for what is no URL."""
    try:
        found = pika.URLParameters(url)
    except (ValueError, TypeError) as error:
        raise ConfigError(f"no AMQP URL: {error}", where="url", hint="It looks like amqps://user@host/vhost.") from None
    found.connection_attempts = 1
    found.socket_timeout = found.stack_timeout = timeout
    found.blocked_connection_timeout = timeout
    found.client_properties = {"connection_name": name}
    if url.startswith("amqps:"):
        found.ssl_options = pika.SSLOptions(tls_context(tls, folder), found.host)
    return found
