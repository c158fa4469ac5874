"""The thread that keeps a connection alive; what needs a server is in `tests/service/test_amqp_source.py`."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.queues.amqp.parameters import parameters
from legacy_adapters.queues.tls import TlsOptions
from legacy_adapters.sources.amqp.pump import Pump
from tests.service.free_port import free_port


def test_no_thread_is_left_where_nobody_answers() -> None:
    """The error is raised by whoever wanted the connection."""
    before = threading.active_count()
    with pytest.raises(Unavailable, match="here"):
        Pump(parameters(f"amqp://127.0.0.1:{free_port()}/", TlsOptions(), Path(), 2.0, "me"), "here")
    assert threading.active_count() == before
