"""No more rows per second than a source in use can spare."""

from __future__ import annotations

import time
from collections.abc import Callable


class Throttle:
    """Paces a reader: after each batch, waits until the rows read so far are within the limit.

    A batch is read at once and paid for afterwards. Time in which nothing was read (a slow sink, a sleeping machine)
    is not made up for: the source never sees more than one batch above its rate.
    """

    def __init__(
        self,
        rows_per_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if rows_per_second <= 0:
            raise ValueError("a limit of no rows at all")
        self._rate = rows_per_second
        self._clock = clock
        self._sleep = sleep
        self._free_at = clock()

    def after(self, rows: int) -> None:
        """Called behind each batch of ``rows``: waits as long as it takes."""
        now = self._clock()
        # The time the batch itself took counts: reading began when the last wait was over.
        self._free_at += rows / self._rate
        if self._free_at > now:
            self._sleep(self._free_at - now)
        else:
            self._free_at = now
