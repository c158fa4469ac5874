"""Taking events; what needs a server is in `tests/service/test_amqp_source.py`."""

from __future__ import annotations

import threading

import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sources.amqp.settings import AmqpSource
from tests.service.free_port import free_port


def test_a_server_that_is_not_there() -> None:
    """It may come back; no thread is left behind."""
    source = AmqpSource.model_validate({"url": f"amqp://127.0.0.1:{free_port()}/", "timeout": 2})
    before = threading.active_count()
    with pytest.raises(Unavailable, match="Is it running"), source.connect():
        pass
    assert threading.active_count() == before
