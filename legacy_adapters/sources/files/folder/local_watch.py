"""Waits until something changes in a local folder: told by the system, and by looking where a share says nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Final

from legacy_adapters.sources.files.folder.local_errors import looking

LOOK_EVERY: Final = 10.0
"""Seconds between two looks: network shares do not tell what other machines do."""


def wait_for_change(root: Path, seconds: float, stop: Event, ignored: Callable[[str], bool]) -> None:
    """Returns when a file comes, changes or goes whose name is not ``ignored``, after ``seconds``, or on ``stop``."""
    from watchfiles import watch

    before = _seen(root, ignored)
    end = time.monotonic() + seconds
    step = max(1, int(min(LOOK_EVERY, max(seconds, 0.001)) * 1000))

    def heard(_: object, path: str) -> bool:
        return not ignored(Path(os.path.relpath(path, root)).as_posix())

    changes = watch(
        root,
        watch_filter=heard,
        stop_event=stop,
        rust_timeout=step,
        yield_on_timeout=True,
        debounce=200,
        step=50,
        raise_interrupt=True,
        ignore_permission_denied=True,
    )
    with looking(str(root)):
        for change in changes:
            if change or time.monotonic() >= end or _seen(root, ignored) != before:
                return


def _seen(root: Path, ignored: Callable[[str], bool]) -> frozenset[tuple[str, int, int]]:
    """What the folder itself holds; what lies deeper is left to the system."""
    found = set()
    with looking(str(root)), os.scandir(root) as items:
        for item in items:
            if not ignored(item.name):
                try:
                    state = item.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                found.add((item.name, state.st_size, state.st_mtime_ns))
    return frozenset(found)
