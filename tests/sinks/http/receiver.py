"""A small API over real sockets: it takes what comes, knows repeats by their key, and fails when a test says so."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def key(self) -> str | None:
        """By which a repeat is known."""
        return self.headers.get("idempotency-key")

    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. ``cut``: the request is taken, and the connection ends without a word. ``wait``: that has to be set
    before the answer goes out."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    wait: threading.Event | None = None

    @classmethod
    def json(cls, value: object, status: int = 200, **headers: str) -> Reply:
        """One with a JSON body."""
        return cls(status, json.dumps(value).encode(), {"Content-Type": "application/json", **headers})


Answering = Callable[[Asked], Reply]


class Receiver:
    """``script`` holds what is answered next; when it is empty, ``otherwise`` answers. ``asked`` is every request,
    ``taken`` the ones that were taken (2xx), each key once."""

    def __init__(self, context: ssl.SSLContext | None = None, otherwise: Answering = lambda asked: Reply()) -> None:
        self.script: deque[Reply] = deque()
        self.otherwise = otherwise
        self.asked: list[Asked] = []
        self.taken: list[Asked] = []
        self._kept: dict[str, Reply] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._server.context = context
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        scheme = "https" if context else "http"
        self.port: int = self._server.server_address[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}"

    def answer(self, asked: Asked) -> Reply:
        """What is said to this request."""
        with self._lock:
            self.asked.append(asked)
            if asked.key is not None and asked.key in self._kept:
                return self._kept[asked.key]
            reply = self.script.popleft() if self.script else self.otherwise(asked)
            if 200 <= reply.status < 300 and asked.method != "HEAD":
                self.taken.append(asked)
                if asked.key is not None:
                    self._kept[asked.key] = Reply(reply.status, reply.body, reply.headers)
            return reply

    def close(self) -> None:
        """Ends it, and all connections."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    context: ssl.SSLContext | None = None
    request_queue_size = 64

    def finish_request(self, request: Any, client_address: Any) -> None:
        """With TLS in the connection's own thread."""
        if self.context is not None:
            try:
                request = self.context.wrap_socket(request, server_side=True)
            except (OSError, ssl.SSLError):
                return
        with contextlib.suppress(OSError):
            super().finish_request(request, client_address)
        if self.context is not None:
            with contextlib.suppress(OSError):
                request.close()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        # One that asks no more must not hold up the end of a test.
        timeout = 20

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if len(body) < length:
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = receiver.answer(Asked(self.command, self.path, headers, body))
            if reply.wait is not None:
                reply.wait.wait(20)
            if reply.cut:
                self.close_connection = True
                with contextlib.suppress(OSError):
                    self.connection.shutdown(socket.SHUT_RDWR)
                return
            lines = [f"HTTP/1.1 {reply.status} X", f"Content-Length: {len(reply.body)}"]
            lines += [f"{name}: {value}" for name, value in reply.headers.items()]
            content = b"" if self.command == "HEAD" else reply.body
            self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + content)

        do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET = _serve  # noqa: N815 - names of the base class

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class has it
            """Says nothing."""

    return Handler
