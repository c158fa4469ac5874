"""A server that fails and fails is left alone for a while, by all that send to it from this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Circuit:
    """Counts the failures of one server in a row. After ``failures`` of them it is left alone for ``pause`` seconds;
    then one request may try, and if it fails, all wait again."""

    def __init__(self, failures: int, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._pause, self._clock = failures, pause, clock
        self._lock = threading.Lock()
        self._failed = 0
        self._closed_until = 0.0

    def wait(self) -> float:
        """How many seconds from now nothing may be sent; 0 lets one request through."""
        with self._lock:
            if self._failed < self._limit:
                return 0.0
            now = self._clock()
            if now < self._closed_until:
                return self._closed_until - now
            self._closed_until = now + self._pause
            return 0.0

    def failed(self) -> None:
        """The server did not answer, or said that it cannot."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._limit:
                self._closed_until = self._clock() + self._pause

    def answered(self) -> None:
        """It answered, whatever it said."""
        with self._lock:
            self._failed = 0


class Circuits:
    """One circuit for each server, shared by all that state the same limits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._circuits: dict[tuple[str, int, float], Circuit] = {}

    def of(self, server: str, failures: int, pause: float) -> Circuit:
        """The circuit of this server."""
        with self._lock:
            key = (server, failures, pause)
            if key not in self._circuits:
                self._circuits[key] = Circuit(failures, pause)
            return self._circuits[key]


CIRCUITS = Circuits()
"""Those of this process: a run that opens its sink again finds the server left alone as before."""
