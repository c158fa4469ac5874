"""A disk that fills up under the queue, on a real one of a few megabytes where one can be mounted."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.protocols import Sink
from legacy_adapters.queues.embedded.consuming import EventQueue
from legacy_adapters.sinks.queue.settings import QueueSink
from tests.service.require import require
from tests.sinks.events.samples import delivery, lines
from tests.sinks.test_disk_full import small_disk

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(sys.platform == "win32", reason="has no tmpfs"),
]


def write_until_full(sink: Sink) -> str:
    """The token of the last commit that the disk had room for."""
    token = sink.commit()
    with pytest.raises(OutputError, match="disk full\n  Make room"):  # noqa: PT012 - it may come at any of them
        while True:
            sink.write(lines(500))
            token = sink.commit()
    return token


def test_a_full_disk_ends_the_run_and_loses_nothing(tmp_path: Path) -> None:
    """The error says so, nothing is visible, and with room again the run goes on to the last event."""
    folder = tmp_path / "disk"
    folder.mkdir()
    settings = QueueSink(path="q.db")
    with small_disk(folder) as mounted:
        require(mounted or None, "the right to mount a small file system", "run the tests as root, with CAP_SYS_ADMIN")
        with closing(settings.open(delivery(folder), None)) as sink:
            token = write_until_full(sink)
        subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
        with closing(settings.open(delivery(folder), token)) as sink:
            sink.write(lines(500))
            sink.commit()
            sink.publish()
        with EventQueue.open(folder / "q.db") as queue:
            waiting = queue.waiting("c")
    assert waiting > 500
    assert waiting % 500 == 0
