"""Taking events; what needs a server is in `tests/service/test_redis_source.py`."""

from __future__ import annotations

import threading

import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sources.redis.settings import RedisSource
from tests.service.free_port import free_port


def test_a_server_that_is_not_there() -> None:
    """It may come back; no thread is left behind."""
    source = RedisSource.model_validate({"url": f"redis://127.0.0.1:{free_port()}/0", "stream": "s", "timeout": 2})
    before = threading.active_count()
    with pytest.raises(Unavailable, match="Is it running"), source.connect():
        pass
    assert threading.active_count() == before
