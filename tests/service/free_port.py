"""A port for a server of the tests, and a wait until it answers."""

from __future__ import annotations

import random
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from filelock import FileLock, Timeout

_LOCKS = Path(tempfile.gettempdir()) / "legacy-adapters-ports"
_PORTS = range(20_000, 32_000)
"""Below those that systems give to connections: one would take the port of a server while that is started again."""

_taken: list[FileLock] = []


def free_port() -> int:
    """A port of this machine that nothing listens on, and that no other test is given while this process lives."""
    _LOCKS.mkdir(exist_ok=True)
    for port in random.SystemRandom().sample(_PORTS, len(_PORTS)):
        lock = FileLock(_LOCKS / str(port))
        try:
            lock.acquire(blocking=False)
        except Timeout:
            continue
        if _is_free(port):
            _taken.append(lock)
            return port
        lock.release()
    raise RuntimeError("no port is free")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float = 30.0) -> None:
    """Until the server answers. Raises ``RuntimeError`` where it ends, or does not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server does not answer")
