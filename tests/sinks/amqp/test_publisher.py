"""Connections that come to nothing; with a real server it is tested in ``tests/service``."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pika
import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sinks.amqp.publisher import Publisher
from tests.service.free_port import free_port


def publisher(port: int) -> Publisher:
    parameters = pika.ConnectionParameters("127.0.0.1", port, socket_timeout=5, stack_timeout=5, connection_attempts=1)
    return Publisher(parameters, "amqp://here", "x", "application/json", 10)


def fails(port: int) -> Unavailable:
    made = publisher(port)
    try:
        with pytest.raises(Unavailable) as raised:
            made.open([])
        with pytest.raises(Unavailable):
            made.flush()
    finally:
        made.close()
    return raised.value


def answering(answer: Callable[[socket.socket], None]) -> tuple[int, threading.Thread]:
    """The port of something that answers one connection like this."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener, listener.accept()[0] as client:
            answer(client)

    thread = threading.Thread(target=serve)
    thread.start()
    port: int = listener.getsockname()[1]
    return port, thread


def test_nobody_listens() -> None:
    """Said with the server and what to look at; every later call says the same."""
    error = fails(free_port())
    assert error.where == "amqp://here"
    assert "Is it running" in error.hint


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00" * 64], ids=repr)
def test_something_else_answers(said: bytes) -> None:
    """It closes at once, or speaks another protocol."""

    def answer(client: socket.socket) -> None:
        client.recv(64)
        client.sendall(said)

    port, thread = answering(answer)
    fails(port)
    thread.join()
