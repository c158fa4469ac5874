"""How much one small file may cost."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MOST_SECONDS: Final = 5.0
"""Of processor time. A file takes some milliseconds; this is meant for what never ends."""

MOST_GROWTH: Final = 600 * 1024 * 1024


class TooMuch(BaseException):
    """A file took too long or too much memory. No ``except`` of a parser may take it for the file's fault."""


@contextmanager
def limited(seconds: float = MOST_SECONDS) -> Iterator[None]:
    """Raises ``TooMuch`` for what takes more time or memory; on Windows afterwards, and time only."""
    begun, before = time.process_time(), _peak()
    if sys.platform == "win32":
        yield
    else:
        former = signal.signal(signal.SIGPROF, _stop)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, former)
    if time.process_time() - begun > seconds:
        raise TooMuch(f"took more than {seconds} seconds")
    if _peak() - before > MOST_GROWTH:
        raise TooMuch(f"took {(_peak() - before) >> 20} MB")


def _stop(*_: object) -> None:
    raise TooMuch("takes too long")


def _peak() -> int:
    """The most memory that the process has had, in bytes; 0 where that cannot be told."""
    if sys.platform == "win32":
        return 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
