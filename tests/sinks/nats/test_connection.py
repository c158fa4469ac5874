"""Connections that come to nothing; with a real server it is tested in ``tests/service``."""

from __future__ import annotations

import socket
import threading

import pytest

from legacy_adapters.core.errors import LegacyAdaptersError, Unavailable
from legacy_adapters.sinks.nats.connection import Connection
from tests.service.free_port import free_port


def fails(port: int) -> LegacyAdaptersError:
    connection = Connection({"servers": [f"nats://127.0.0.1:{port}"]}, "nats://here", 10, 1)
    try:
        with pytest.raises(Unavailable) as raised:
            connection.open("S", None)
    finally:
        connection.close()
    return raised.value


def test_nobody_listens() -> None:
    """Said with the server and what to look at."""
    error = fails(free_port())
    assert error.where == "nats://here"
    assert "Is it running" in error.hint


def test_something_else_answers() -> None:
    """It speaks another protocol."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        fails(listener.getsockname()[1])
    finally:
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
