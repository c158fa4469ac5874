"""A broker that speaks what the client's own cluster does not: a login, and the making of topics. It takes nothing."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

METADATA, SASL_HANDSHAKE, API_VERSIONS, CREATE_TOPICS, INIT_PRODUCER_ID, SASL_AUTHENTICATE = 3, 17, 18, 19, 22, 36
_VERSIONS = {
    METADATA: 1,
    SASL_HANDSHAKE: 1,
    API_VERSIONS: 0,
    CREATE_TOPICS: 4,
    INIT_PRODUCER_ID: 0,
    SASL_AUTHENTICATE: 0,
}
UNSUPPORTED_VERSION = 35
SASL_AUTHENTICATION_FAILED = 58


@dataclass(slots=True)
class State:
    """What it has, and what it was asked. ``refuses`` is the error that the making of topics ends with."""

    port: int = 0
    topics: dict[str, int] = field(default_factory=dict)
    password: str = ""
    logins: list[bytes] = field(default_factory=list)
    mechanisms: tuple[str, ...] = ("PLAIN",)
    made: list[tuple[str, int, int]] = field(default_factory=list)
    refuses: int = 0


@contextmanager
def broker(**state: object) -> Iterator[State]:
    """Listens for as long as the block lasts."""
    found = State(**state)  # type: ignore[arg-type]

    class Handler(_Conversation):
        state = found

    with _Server(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


class _Conversation(socketserver.StreamRequestHandler):
    state: State

    def handle(self) -> None:
        while len(size := self.rfile.read(4)) == 4:
            request = self.rfile.read(int.from_bytes(size))
            key, version, number, length = struct.unpack_from(">hhih", request)
            body = _Body(request[10 + max(length, 0) :])
            answer = struct.pack(">i", number) + self._answer(key, version, body)
            self.wfile.write(struct.pack(">i", len(answer)) + answer)

    def _answer(self, key: int, version: int, body: _Body) -> bytes:
        match key:
            case 18:
                error = UNSUPPORTED_VERSION if version else 0
                known = b"".join(struct.pack(">hhh", api, 0, top) for api, top in _VERSIONS.items())
                return struct.pack(">hi", error, len(_VERSIONS)) + known
            case 3:
                return self._metadata()
            case 17:
                asked = body.text()
                names = b"".join(map(_text, self.state.mechanisms))
                error = 0 if asked in self.state.mechanisms else 33
                return struct.pack(">hi", error, len(self.state.mechanisms)) + names
            case 36:
                return self._login(body)
            case 19:
                return self._make(body)
            case 22:
                return struct.pack(">ihqh", 0, 0, 1, 0)
        raise AssertionError(f"not spoken here: request {key}")

    def _login(self, body: _Body) -> bytes:
        shown = body.rest[4:]
        self.state.logins.append(shown)
        if shown.endswith(b"\0" + self.state.password.encode()):
            return struct.pack(">hhi", 0, -1, 0)
        words = f"Authentication failed: {shown.decode()} is not known"
        return struct.pack(">h", SASL_AUTHENTICATION_FAILED) + _text(words) + struct.pack(">i", 0)

    def _metadata(self) -> bytes:
        brokers = struct.pack(">ii", 1, 1) + _text("127.0.0.1") + struct.pack(">ih", self.state.port, -1)
        topics = b"".join(
            struct.pack(">h", 0) + _text(name) + struct.pack(">bi", 0, count) + b"".join(map(_partition, range(count)))
            for name, count in self.state.topics.items()
        )
        return brokers + struct.pack(">ii", 1, len(self.state.topics)) + topics

    def _make(self, body: _Body) -> bytes:
        answers = []
        for _ in range(body.number(">i")):
            name, partitions, replicas = body.text(), body.number(">i"), body.number(">h")
            assert (body.number(">i"), body.number(">i")) == (0, 0), "neither assignments nor settings"
            self.state.made.append((name, partitions, replicas))
            if not self.state.refuses:
                self.state.topics[name] = max(partitions, 1)
            answers.append(_text(name) + struct.pack(">hh", self.state.refuses, -1))
        return struct.pack(">ii", 0, len(answers)) + b"".join(answers)


class _Body:
    """A request, read from its beginning on."""

    def __init__(self, rest: bytes) -> None:
        self.rest = rest

    def number(self, form: str) -> int:
        found: int = struct.unpack_from(form, self.rest)[0]
        self.rest = self.rest[struct.calcsize(form) :]
        return found

    def text(self) -> str:
        length = self.number(">h")
        found, self.rest = self.rest[:length].decode(), self.rest[length:]
        return found


def _text(text: str) -> bytes:
    octets = text.encode()
    return struct.pack(">h", len(octets)) + octets


def _partition(number: int) -> bytes:
    return struct.pack(">hiiiiii", 0, number, 1, 1, 1, 1, 1)
