"""A server that is stopped where it stands: it keeps its connections, and answers nothing."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path


def stand_still(process: subprocess.Popen[bytes], seconds: float = 10.0) -> None:
    """Stops a process, and returns once the system has done so. Raises ``RuntimeError`` where it does not in time."""
    process.send_signal(signal.SIGSTOP)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
        if state.split()[0] == "T":
            return
        time.sleep(0.01)
    raise RuntimeError("the server does not stand still")
