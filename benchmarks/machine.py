"""The machine and the versions that figures were measured with; no name of it."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path


def describe() -> str:
    """One line: date, processor, cores, memory, system, Python and the libraries that do the work."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("polars", "pyarrow", "pandas"))
    return (
        f"{datetime.now(UTC).date().isoformat()}: {_processor()}, {os.cpu_count()} cores, {_memory()}, "
        f"{platform.system()}, Python {platform.python_version()}, {versions}"
    )


class Company:
    """How much of the processors others take while something is measured, from its making on."""

    def __init__(self) -> None:
        self._began = _Moment.now()

    def describe(self) -> str:
        """In words; where the system does not tell, that."""
        if self._began is None or (now := _Moment.now()) is None:
            return "how busy the machine was otherwise is not known"
        seconds = max(now.clock - self._began.clock, 1e-9)
        others = max(now.busy - self._began.busy - (now.own - self._began.own), 0.0) / seconds
        warning = ": **too much to measure by the clock**" if others > _BUSY else ""
        return f"other processes took {others:.2f} of {os.cpu_count()} cores meanwhile{warning}"


_BUSY = 0.1
_STAT = Path("/proc/stat")


@dataclass(frozen=True, slots=True)
class _Moment:
    """Seconds by the clock, those that all processors worked until now, and those of this process and its children."""

    clock: float
    busy: float
    own: float

    @classmethod
    def now(cls) -> _Moment | None:
        if not _STAT.exists():
            return None
        # Of the first line: user, nice, system, idle, iowait, irq, softirq, steal; guests are in user already.
        user, nice, system, _, _, irq, softirq, steal = map(int, _STAT.read_text(encoding="ascii").split()[1:9])
        ticks = user + nice + system + irq + softirq + steal
        return cls(time.monotonic(), ticks / os.sysconf("SC_CLK_TCK"), sum(os.times()[:4]))


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
