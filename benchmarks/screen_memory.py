"""The memory of a process with all that it has started, shared parts counted once, and how long all of them worked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_EVERY: Final = 0.5
_PROC: Final = Path("/proc")


@dataclass(slots=True)
class Watched:
    """Megabytes (10⁶ bytes) of a process and its descendants, and when each was seen (seconds since the first)."""

    samples: list[tuple[float, float]] = field(default_factory=list)

    @property
    def peak(self) -> float:
        """The most."""
        return max(megabytes for _, megabytes in self.samples)

    def between(self, first: float, last: float) -> float:
        """The mean over a part of the time, both ends as shares of it."""
        end = self.samples[-1][0]
        found = [megabytes for at, megabytes in self.samples if first * end <= at <= last * end]
        return sum(found) / len(found)


@contextmanager
def watched(process: int) -> Iterator[Watched]:
    """Looks twice a second while the block lasts."""
    found, over, began = Watched(), threading.Event(), time.monotonic()

    def looking() -> None:
        while not over.wait(_EVERY):
            if megabytes := proportional(process):
                found.samples.append((time.monotonic() - began, megabytes))

    thread = threading.Thread(target=looking)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def proportional(process: int) -> float:
    """The proportional set size of a process and its descendants, in megabytes; 0 once they have ended."""
    total = 0
    for each in tree(process):
        with suppress(OSError):
            for line in (_PROC / str(each) / "smaps_rollup").read_text(encoding="ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total / 1e6


def worked(process: int) -> float:
    """Milliseconds of the processors that a process and its descendants have taken so far."""
    nanoseconds = 0
    for each in tree(process):
        with suppress(OSError):
            for thread in (_PROC / str(each) / "task").iterdir():
                with suppress(OSError):
                    nanoseconds += int((thread / "schedstat").read_text(encoding="ascii").split()[0])
    return nanoseconds / 1e6


def tree(process: int) -> list[int]:
    """A process and its descendants."""
    found = [process]
    for each in found:
        with suppress(OSError):
            for thread in (_PROC / str(each) / "task").iterdir():
                with suppress(OSError):
                    found += [int(child) for child in (thread / "children").read_text(encoding="ascii").split()]
    return found
