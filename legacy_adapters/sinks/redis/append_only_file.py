"""Whether a server that cannot be asked to (before 7.2) has written what it has taken to its append-only file.

Where an fsync takes long it answers before (with ``appendfsync everysec`` up to two seconds), and would lose that when
it is killed. ``INFO persistence`` tells what is in the file, and what waits to be written to it.
"""

from __future__ import annotations

import time
from typing import Final

import redis

_PAUSE: Final = 0.005


def file_has_all(client: redis.Redis, seconds: float) -> bool:
    """Waits, so many seconds at most, until everything that was taken by now is in the file."""
    end = time.monotonic() + seconds
    size, waiting = _file(client)
    wanted = size + waiting
    while size < wanted:
        if time.monotonic() > end:
            return False
        time.sleep(_PAUSE)
        before = size
        size, waiting = _file(client)
        if size < before:
            # It was written anew, which makes it smaller.
            wanted = size + waiting
    return True


def _file(client: redis.Redis) -> tuple[int, int]:
    """The bytes in the file, and those that wait; nothing of either where the server does not tell."""
    told = client.info("persistence")
    return int(told.get("aof_current_size", 0)), int(told.get("aof_buffer_length", 0))
