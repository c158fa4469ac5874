"""Connections to Redis."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.queues.redis.pool import pool
from legacy_adapters.queues.tls import TlsOptions


def test_a_url_says_where(tmp_path: Path) -> None:
    """With the stated patience."""
    found = pool("redis://u:p@host:1234/3", TlsOptions(), tmp_path, 7.0)
    given = found.connection_kwargs
    assert (given["host"], given["port"], given["db"], given["socket_timeout"]) == ("host", 1234, 3, 7.0)


def test_a_wrong_url_is_a_wrong_setting(tmp_path: Path) -> None:
    """With what one looks like."""
    with pytest.raises(ConfigError, match="no Redis URL"):
        pool("redis://host:port", TlsOptions(), tmp_path, 7.0)
