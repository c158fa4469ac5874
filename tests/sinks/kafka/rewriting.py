"""A proxy in front of a cluster of one broker that answers with its own port where the broker names its."""

from __future__ import annotations

import socket

from tests.service.proxy import Proxy


class RewritingProxy(Proxy):
    """Without it a client would go to the broker itself, as soon as it has asked where the topics are."""

    def _pass_on(self, source: socket.socket, to: socket.socket, counted: bool) -> None:
        super()._pass_on(source if counted else _Rewritten(source, self._target, self.port), to, counted)  # type: ignore[arg-type]


class _Rewritten:
    """A socket whose bytes name another port of 127.0.0.1. Answers that name ports are small, and come in one piece."""

    def __init__(self, source: socket.socket, port: int, other: int) -> None:
        self._source = source
        self._port, self._other = (b"127.0.0.1" + number.to_bytes(4) for number in (port, other))

    def recv(self, size: int) -> bytes:
        return self._source.recv(size).replace(self._port, self._other)

    def shutdown(self, how: int) -> None:
        self._source.shutdown(how)

    def close(self) -> None:
        self._source.close()
