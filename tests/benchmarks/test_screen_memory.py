"""The memory of a process with all that it has started."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.screen_memory import Watched, proportional, tree, watched

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how memory is shared")

_HOLDS = "import sys; held = bytearray(50_000_000); print('held', flush=True); sys.stdin.read()"


def test_children_are_counted() -> None:
    """Also what they hold, as long as they are there."""
    command = [sys.executable, "-c", _HOLDS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert child.pid in tree(os.getpid())
        assert proportional(child.pid) > 50
        with watched(child.pid) as found:
            while not found.samples:
                pass
        child.communicate()
    assert found.peak > 50
    assert proportional(child.pid) == 0


def test_shares_of_the_time() -> None:
    """The mean of what was seen within them."""
    found = Watched([(0.0, 1.0), (5.0, 2.0), (10.0, 4.0)])
    assert (found.peak, found.between(0, 0.5), found.between(0.9, 1)) == (4.0, 1.5, 4.0)
