"""A Redis of the tests' own, which keeps what it has when it is killed."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis

from tests.service.free_port import free_port, wait_for_port
from tests.service.standing_still import stand_still

USER, PASSWORD = "writer", "writers-secret/1"
READER, READERS_PASSWORD = "reader", "readers-secret"
LARGEST_PIECE = 1024 * 1024

_CONFIG = """
bind 127.0.0.1
port {port}
dir {folder}
appendonly {kept}
save ""
proto-max-bulk-len {largest}
user default off
user {user} on >{password} ~* +@all
user {reader} on >{readers} ~* +@read +@connection +info
"""


def redis_program() -> Path | None:
    """The server; None where there is none."""
    found = shutil.which("redis-server")
    return None if found is None else Path(found)


@dataclass(slots=True)
class RedisServer:
    """A server with its data in ``folder``."""

    folder: Path
    program: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls, folder: Path, program: Path, *, kept: bool = True) -> RedisServer:
        """Writes its settings and users."""
        server = cls(folder, program, free_port())
        login = {"user": USER, "password": PASSWORD, "reader": READER, "readers": READERS_PASSWORD}
        config = _CONFIG.format(
            port=server.port, folder=folder, kept="yes" if kept else "no", largest=LARGEST_PIECE, **login
        )
        (folder / "redis.conf").write_text(config, encoding="ascii")
        return server

    def start(self) -> None:
        """Returns when it answers."""
        with (self.folder / "log").open("ab") as log:
            command = [str(self.program), str(self.folder / "redis.conf")]
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_for_port(self.port, self.process)
        self._wait_until_loaded()

    def _wait_until_loaded(self) -> None:
        """It listens before it has read what it kept."""
        end = time.monotonic() + 30
        with self.client() as client:
            while True:
                try:
                    client.ping()
                except redis.exceptions.BusyLoadingError:
                    if time.monotonic() > end:
                        raise
                    time.sleep(0.05)
                else:
                    return

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def kill(self) -> None:
        """Ends it at once."""
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

    def url(self, user: str = USER, password: str = PASSWORD, port: int | None = None) -> str:
        """Where it is reached, at another port if there is a proxy."""
        return f"redis://{user}:{password.replace('/', '%2F')}@127.0.0.1:{port or self.port}/0"

    @contextmanager
    def client(self) -> Iterator[redis.Redis]:
        """What a test has to arrange or to look at."""
        with redis.Redis.from_url(self.url()) as client:
            yield client

    def entries(self, stream: str) -> list[dict[bytes, bytes]]:
        """The fields of every entry of a stream, in order."""
        with self.client() as client:
            found: Any = client.xrange(stream)
            return [fields for _, fields in found]
