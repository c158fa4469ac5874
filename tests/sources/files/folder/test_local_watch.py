"""Waiting for a file."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from legacy_adapters.sources.files.folder.local_watch import wait_for_change
from legacy_adapters.sources.files.folder.names import is_hidden
from tests.sources.files.folder.drops import drop

LONG = 60.0


def waited(folder: Path, action: threading.Timer, stop: threading.Event, seconds: float = LONG) -> float:
    """How long it took."""
    begin = time.monotonic()
    action.start()
    wait_for_change(folder, seconds, stop, is_hidden)
    action.join()
    return time.monotonic() - begin


def test_a_new_file_ends_the_wait(tmp_path: Path) -> None:
    """Long before the time is over."""
    action = threading.Timer(0.3, drop, (tmp_path, "a.txt"))
    assert waited(tmp_path, action, threading.Event()) < LONG / 3


def test_a_stop_ends_the_wait(tmp_path: Path) -> None:
    """A service is stopped at once."""
    stop = threading.Event()
    assert waited(tmp_path, threading.Timer(0.3, stop.set), stop) < LONG / 3


def test_the_time_ends_the_wait(tmp_path: Path) -> None:
    """Hidden files, such as claims of others, do not."""
    action = threading.Timer(0.2, drop, (tmp_path, ".a.txt"))
    assert 0.9 < waited(tmp_path, action, threading.Event(), seconds=1.0) < LONG / 3
