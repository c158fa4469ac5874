"""How gently an application is asked: how long between two requests, and how many at once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import Field, PositiveInt

from legacy_adapters.sources.quantities import Seconds
from legacy_adapters.sources.screen.declaration import Declaration


class Pace(Declaration):
    """What spares an application that is in use."""

    delay: Seconds = Field(0, description="How long to wait before each page that is asked for.")
    jitter: Seconds = Field(0, description="Up to how much longer, by chance.")
    contexts: PositiveInt = Field(
        1, le=32, description="How many pages may be asked for at the same time, for details and ranges."
    )
    rows_per_minute: PositiveInt | None = Field(None, description="The most rows that are read per minute.")


@dataclass(slots=True)
class Pacer:
    """Keeps a pace over all threads that ask one application."""

    pace: Pace
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    _free_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def before(self) -> None:
        """Called before each request: waits until the last one is long enough ago, and its rows are within the rate."""
        with self._lock:
            now = self.clock()
            start = max(now, self._free_at)
            self._free_at = start + self.pace.delay + self.pace.jitter * self.chance()
        if start > now:
            self.sleep(start - now)

    def after_rows(self, count: int) -> None:
        """Called behind each page of ``count`` rows: the next request waits until they are within the rate."""
        if self.pace.rows_per_minute is None:
            return
        with self._lock:
            now = self.clock()
            self._free_at = max(now, self._free_at) + count * 60 / self.pace.rows_per_minute
