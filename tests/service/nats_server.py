"""A NATS server of the tests' own, with JetStream: starts in some milliseconds, keeps its streams when it is killed."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import nats
from nats.js import JetStreamContext

from tests.service.certificates import Certificate
from tests.service.free_port import free_port, wait_for_port
from tests.service.standing_still import stand_still

T = TypeVar("T")

USER, PASSWORD = "writer", "writers-secret"
READER, READERS_PASSWORD = "reader", "readers-secret"
LARGEST_MESSAGE = 300_000

_CONFIG = """
listen: 127.0.0.1:{port}
max_payload: {largest}
jetstream: {{store_dir: "{folder}/streams"}}
authorization: {{users: [
  {{user: {user}, password: "{password}"}},
  {{user: {reader}, password: "{readers}", permissions: {{publish: {{deny: ["t.>"]}}}}}}
]}}
{tls}
"""


def nats_program() -> Path | None:
    """The server; None where there is none."""
    found = shutil.which("nats-server") or shutil.which("nats-server", path="/usr/sbin:/usr/local/sbin")
    return None if found is None else Path(found)


@dataclass(slots=True)
class NatsServer:
    """A server with its data in ``folder``."""

    folder: Path
    program: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls, folder: Path, program: Path, certificate: Certificate | None = None) -> NatsServer:
        """Writes its settings; with a certificate it takes connections with TLS only."""
        server = cls(folder, program, free_port())
        files = certificate and f'cert_file: "{certificate.certificate}", key_file: "{certificate.key}"'
        tls = f"tls: {{{files}}}" if files else ""
        values = {"port": server.port, "largest": LARGEST_MESSAGE, "folder": folder, "tls": tls}
        login = {"user": USER, "password": PASSWORD, "reader": READER, "readers": READERS_PASSWORD}
        (folder / "nats.conf").write_text(_CONFIG.format(**values, **login), encoding="ascii")
        return server

    def start(self) -> None:
        """Returns when it answers."""
        with (self.folder / "log").open("ab") as log:
            command = [str(self.program), "-c", str(self.folder / "nats.conf")]
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_for_port(self.port, self.process)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def kill(self) -> None:
        """Ends it at once, as a power cut would."""
        self.stop(signal.SIGKILL)

    @contextmanager
    def stands_still(self) -> Iterator[Callable[[], None]]:
        """What makes it answer nothing any more, until the end of the block."""
        process = self.process
        assert process is not None
        try:
            yield lambda: stand_still(process)
        finally:
            process.send_signal(signal.SIGCONT)

    def url(self, port: int | None = None) -> str:
        """Where it is reached, at another port if there is a proxy."""
        return f"nats://127.0.0.1:{port or self.port}"

    def do(self, work: Callable[[JetStreamContext], Coroutine[Any, Any, T]]) -> T:
        """What a test has to arrange or to look at."""

        async def connected() -> T:
            client = await nats.connect(self.url(), user=USER, password=PASSWORD)
            try:
                return await work(client.jetstream())
            finally:
                await client.close()

        return asyncio.run(connected())

    def messages(self, stream: str) -> list[tuple[str, dict[str, str], bytes]]:
        """Subject, headers and body of every message of a stream."""

        async def read(js: JetStreamContext) -> list[tuple[str, dict[str, str], bytes]]:
            count = (await js.stream_info(stream)).state.messages
            subscription = await js.subscribe("", stream=stream, ordered_consumer=True) if count else None
            found = []
            for _ in range(count):
                assert subscription is not None
                message = await subscription.next_msg(10)
                found.append((message.subject, dict(message.headers or {}), message.data))
            return found

        return self.do(read)
