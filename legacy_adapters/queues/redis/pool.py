"""Connections to Redis, from either end of a queue."""

from __future__ import annotations

import ssl
from pathlib import Path
from socket import socket
from typing import Any

from redis.backoff import NoBackoff
from redis.connection import ConnectionPool, SSLConnection
from redis.retry import Retry

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.queues.tls import TlsOptions, tls_context


class _Secured(SSLConnection):
    """Checks certificates as everything here does."""

    def __init__(self, *, context: ssl.SSLContext, **given: Any) -> None:
        super().__init__(**given)
        self._context = context

    def _wrap_socket_with_ssl(self, sock: socket) -> ssl.SSLSocket:
        return self._context.wrap_socket(sock, server_hostname=self.host)


def pool(url: str, tls: TlsOptions, folder: Path, timeout: float) -> ConnectionPool:
    """Connections that never try again by themselves: that is the run's business, which knows what was done before.
    Raises ``ConfigError`` for what is no URL."""
    secured: dict[str, Any] = {}
    if url.startswith("rediss:"):
        secured = {"connection_class": _Secured, "context": tls_context(tls, folder)}
    try:
        return ConnectionPool.from_url(
            url,
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
            retry=Retry(NoBackoff(), 0),
            client_name="legacy-adapters",
            **secured,
        )
    except ValueError as error:
        hint = "It looks like rediss://user@host:6379/0."
        raise ConfigError(f"no Redis URL: {error}", where="url", hint=hint) from None
