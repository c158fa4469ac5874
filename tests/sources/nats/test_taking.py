"""Taking events; what needs a server is in `tests/service/test_nats_source.py`."""

from __future__ import annotations

import threading

import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sources.nats.settings import NatsSource
from tests.service.free_port import free_port


def test_a_server_that_is_not_there() -> None:
    """It may come back; no thread is left behind."""
    source = NatsSource.model_validate(
        {"servers": [f"nats://127.0.0.1:{free_port()}"], "stream": "S", "subject": "s", "timeout": 2}
    )
    before = threading.active_count()
    with pytest.raises(Unavailable, match="Is it running"), source.connect():
        pass
    assert threading.active_count() == before
