"""Connections that come to nothing, and bytes that are no AMQP."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from legacy_adapters.core.errors import LegacyAdaptersError, Unavailable
from legacy_adapters.sinks.amqp1.settings import Amqp1Sink
from tests.service.free_port import free_port
from tests.sinks.events.samples import delivery


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of something that answers one connection like this."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener, listener.accept()[0] as client:
            answer(client)

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1]
    thread.join()


def fails(port: int, folder: Path) -> LegacyAdaptersError:
    settings = Amqp1Sink(url=f"amqp://127.0.0.1:{port}", address="books", timeout=1.0)
    with pytest.raises(LegacyAdaptersError) as raised:
        settings.open(delivery(folder), None)
    return raised.value


def test_nobody_listens(tmp_path: Path) -> None:
    """Said with the server and what to look at."""
    port = free_port()
    error = fails(port, tmp_path)
    assert isinstance(error, Unavailable)
    assert error.where == f"amqp://127.0.0.1:{port}"
    assert "Is it running" in error.hint


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"AMQP\0\0\x09\x01", b"\x00" * 64], ids=repr
)
def test_something_else_answers(said: bytes, tmp_path: Path) -> None:
    """It closes at once, or speaks another protocol, such as AMQP 0.9.1."""

    def answer(client: socket.socket) -> None:
        client.recv(64)
        client.sendall(said)

    with answering(answer) as port:
        assert isinstance(fails(port, tmp_path), Unavailable)


def test_it_says_nothing(tmp_path: Path) -> None:
    """After as long as one waits it counts as gone."""

    def listen(client: socket.socket) -> None:
        while client.recv(64):
            pass

    with answering(listen) as port:
        begun = time.monotonic()
        error = fails(port, tmp_path)
    assert isinstance(error, Unavailable)
    assert "answered nothing for 1 seconds" in error.message
    assert time.monotonic() - begun >= 1
