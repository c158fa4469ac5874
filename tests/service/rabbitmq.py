"""A RabbitMQ of the tests' own: a plain process that can be stopped, killed and started again with what it had."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pika
from pika.adapters.blocking_connection import BlockingChannel

from tests.service.free_port import free_port, wait_for_port
from tests.service.standing_still import stand_still

USER, PASSWORD = "writer", "writers-secret/1"
READER, READERS_PASSWORD = "reader", "readers-secret"
LARGEST_MESSAGE = 300_000

_CONFIG = """
listeners.tcp.1 = 127.0.0.1:{port}
load_definitions = {folder}/definitions.json
max_message_size = {largest}
log.file.level = warning
"""
_PATIENCE = 60.0


def rabbitmq_program() -> Path | None:
    """The server's script that runs it as the current user; None where there is none."""
    found = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
    return found if found.exists() and shutil.which("epmd") else None


@dataclass(slots=True)
class RabbitServer:
    """A server with its data in ``folder``, and the port mapper that Erlang wants beside it."""

    folder: Path
    program: Path
    port: int
    mapper_port: int
    process: subprocess.Popen[bytes] | None = None
    mapper: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls, folder: Path, program: Path) -> RabbitServer:
        """Writes settings and users."""
        server = cls(folder, program, free_port(), free_port())
        config = _CONFIG.format(port=server.port, folder=folder, largest=LARGEST_MESSAGE)
        (folder / "rabbitmq.conf").write_text(config, encoding="ascii")
        (folder / "definitions.json").write_text(json.dumps(_definitions()), encoding="ascii")
        (folder / "enabled_plugins").write_text("[rabbitmq_amqp1_0].", encoding="ascii")
        return server

    def start(self) -> None:
        """Returns when it answers."""
        mapper = ["epmd", "-address", "127.0.0.1", "-port", str(self.mapper_port)]
        log = (self.folder / "log").open("ab")
        with log:
            if self.mapper is None:
                self.mapper = subprocess.Popen(mapper, stdout=log, stderr=log)
                wait_for_port(self.mapper_port, self.mapper)
            self.process = subprocess.Popen([str(self.program)], stdout=log, stderr=log, env=self._environment())
        wait_for_port(self.port, self.process, _PATIENCE)

    def stop(self) -> None:
        """Ends both in order."""
        self._end(signal.SIGTERM)
        if self.mapper is not None:
            self.mapper.terminate()
            self.mapper.wait(_PATIENCE)
            self.mapper = None

    def kill(self) -> None:
        """Ends the server at once, as a power cut would; the port mapper stays."""
        self._end(signal.SIGKILL)

    def url(self, user: str = USER, password: str = PASSWORD, port: int | None = None) -> str:
        """Where it is reached, at another port if there is a proxy."""
        return f"amqp://{user}:{password.replace('/', '%2F')}@127.0.0.1:{port or self.port}/"

    @contextmanager
    def channel(self) -> Iterator[BlockingChannel]:
        """A channel for what a test has to arrange and to look at."""
        connection = pika.BlockingConnection(pika.URLParameters(self.url()))
        try:
            yield connection.channel()
        finally:
            connection.close()

    @contextmanager
    def stands_still(self) -> Iterator[Callable[[], None]]:
        """What makes it answer nothing any more, until the end of the block."""
        process = self.process
        assert process is not None
        try:
            yield lambda: stand_still(process)
        finally:
            process.send_signal(signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(_PATIENCE)
            self.process = None

    def _environment(self) -> dict[str, str]:
        folder = str(self.folder)
        return os.environ | {
            "HOME": folder,
            # Then the script becomes the server, which so has an id that is known.
            "RUNNING_UNDER_SYSTEMD": "1",
            "RABBITMQ_NODENAME": f"tests{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia",
            "RABBITMQ_LOG_BASE": f"{folder}/logs",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/enabled_plugins",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq.conf",
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_CONF_ENV_FILE": f"{folder}/none",
            "ERL_EPMD_PORT": str(self.mapper_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }


def _definitions() -> dict[str, object]:
    users = [
        {"name": name, "password_hash": _hashed(password), "hashing_algorithm": "rabbit_password_hashing_sha256"}
        for name, password in ((USER, PASSWORD), (READER, READERS_PASSWORD))
    ]
    rights = [
        {"user": USER, "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"},
        {"user": READER, "vhost": "/", "configure": "", "write": "", "read": ".*"},
    ]
    return {"users": [user | {"tags": ""} for user in users], "vhosts": [{"name": "/"}], "permissions": rights}


def _hashed(password: str) -> str:
    salt = b"salt"
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
