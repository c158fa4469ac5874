"""Connections that come to nothing; with a real server it is tested in ``tests/service``."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.sinks.redis.settings import RedisSink
from tests.service.free_port import free_port
from tests.sinks.events.samples import delivery


def test_nobody_listens(tmp_path: Path) -> None:
    """Said with the server, what to look at, and without the password."""
    url = f"redis://u:secret-word@127.0.0.1:{free_port()}/0"
    with pytest.raises(Unavailable, match="Is it running") as raised:
        RedisSink(url=url, stream="s").open(delivery(tmp_path), None)
    assert raised.value.where.startswith("redis://127.0.0.1:")
    assert "secret-word" not in str(raised.value)


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"url": "redis://host:port/0"}, "url"),
        ({"url": "rediss://127.0.0.1", "ca_file": "missing.pem"}, "missing.pem"),
        ({"url": "redis://127.0.0.1", "stream": "{nothing}"}, "stream"),
    ],
)
def test_a_wrong_setting_is_named_before_anything_is_sent(
    settings: dict[str, object], where: str, tmp_path: Path
) -> None:
    """No server is needed for that."""
    with pytest.raises(ConfigError) as raised:
        RedisSink.model_validate({"stream": "s"} | settings).open(delivery(tmp_path), None)
    assert raised.value.where == where
