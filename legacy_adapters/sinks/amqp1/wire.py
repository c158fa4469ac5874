"""Carries what the protocol's engine has to say over a socket, which Python's own TLS secures."""

from __future__ import annotations

import selectors
import socket
import ssl
import time

from proton import Transport

_CHUNK = 64 * 1024


class Wire:
    """Used by one thread at a time."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, timeout: float) -> None:
        self.transport = Transport()
        self.is_over = False
        self._is_waiting = False
        plain = socket.create_connection((host, port), timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket = plain if context is None else context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
        self._socket.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._socket, selectors.EVENT_READ)

    def pump(self, seconds: float) -> None:
        """Sends what is to be sent, waits so long for something to come, and takes it in. Raises ``OSError`` where the
        connection is lost; ``is_over`` is true behind the last that the server said."""
        self.transport.tick(time.monotonic())
        self._send()
        if self.is_over:
            return
        if not self._has_buffered():
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._is_waiting else 0)
            self._selector.modify(self._socket, wanted)
            self._selector.select(seconds)
        self._receive()
        self._send()

    def close(self) -> None:
        """Ends the connection without a word."""
        self._selector.close()
        self._socket.close()

    def _has_buffered(self) -> bool:
        return isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0

    def _send(self) -> None:
        self._is_waiting = False
        while (size := self.transport.pending()) > 0:
            try:
                sent = self._socket.send(self.transport.peek(size) or b"")
            except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
                self._is_waiting = True
                return
            self.transport.pop(sent)

    def _receive(self) -> None:
        while (room := self.transport.capacity()) > 0:
            try:
                data = self._socket.recv(min(room, _CHUNK))
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            if not data:
                self.is_over = True
                self.transport.close_tail()
                return
            self.transport.push(data)
        # The engine takes no more in, as after an error.
        self.is_over = room < 0
