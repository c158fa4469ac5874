"""Between two runs of a loop."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from legacy_adapters.runs.interrupt import Interruption
from legacy_adapters.runs.request import Request
from legacy_adapters.runs.watch import wait_for_work
from tests.runs.books import Books
from tests.runs.drops import Drops


def test_a_file_that_comes_ends_the_waiting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Long before the time is over."""
    drops = Drops.begin(tmp_path, capsys)
    began = time.monotonic()
    coming = threading.Timer(0.3, drops.put, ("BUCH1.TXT", range(1, 3)))
    coming.start()
    wait_for_work([Request(drops.pipeline, {})], 60, Interruption())
    coming.join()
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("pipelines", [1, 2])
def test_a_source_that_notices_nothing_is_waited_for(pipelines: int, books: Books) -> None:
    """A database, or several pipelines: the time that was asked for."""
    began = time.monotonic()
    wait_for_work([Request(books.pipeline, {})] * pipelines, 0.05, Interruption())
    assert time.monotonic() - began >= 0.05


def test_what_is_wrong_is_left_for_the_next_run(books: Books) -> None:
    """It waits, and says nothing."""
    books.pipeline.write_text("version: 7")
    wait_for_work([Request(books.pipeline, {})], 0.01, Interruption())
