"""The machine and the versions that figures were measured with; no name of it."""

from __future__ import annotations

import os
import platform
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


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
