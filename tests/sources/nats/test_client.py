"""The client's thread; what needs a server is in `tests/service/test_nats_source.py`."""

from __future__ import annotations

import threading

import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sources.nats.client import Client
from tests.service.free_port import free_port


def test_no_thread_is_left_where_nobody_answers() -> None:
    """The error is raised by whoever wanted the connection."""
    before = threading.active_count()
    with pytest.raises(Unavailable, match="here"):
        Client({"servers": [f"nats://127.0.0.1:{free_port()}"]}, "here", 2.0)
    assert threading.active_count() == before
