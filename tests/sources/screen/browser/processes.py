"""The processes of this machine, as /proc tells them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path


def below(pid: int) -> dict[int, str]:
    """The living descendants of a process, with their command lines."""
    stats = {each: _stat(each) for each in _all()}
    parents = {each: int(stat[1]) for each, stat in stats.items() if stat}
    found: dict[int, str] = {}
    wanted = {pid}
    while wanted:
        wanted = {each for each, parent in parents.items() if parent in wanted and each not in found}
        found |= {each: _command(each) for each in wanted}
    return {each: command for each, command in found.items() if alive(each)}


def alive(pid: int) -> bool:
    """Whether it runs; one that only waits to be noticed does not."""
    stat = _stat(pid)
    return bool(stat) and stat[0] != "Z"


def all_end(pids: Iterable[int], seconds: float = 15) -> list[int]:
    """Waits until none of them runs; those that still do afterwards."""
    end = time.monotonic() + seconds
    left = [pid for pid in pids if alive(pid)]
    while left and time.monotonic() < end:
        time.sleep(0.02)
        left = [pid for pid in left if alive(pid)]
    return left


def _all() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal()]


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""
