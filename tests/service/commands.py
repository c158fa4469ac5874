"""Commands in processes of their own, as a scheduler starts them: with an environment, a temporary folder that nobody
else uses, and what they say in files. They can be killed, and whatever they left running can be found.

The processes come from the fork server: a start costs milliseconds.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from legacy_adapters.cli.main import run_command
from tests.forked import fork_server

_ENDS_WITHIN = 15.0


@dataclass(frozen=True, slots=True)
class Commands:
    """``folder`` is where they are started, ``temporary`` their temporary folder; ``environment`` is added to ours."""

    folder: Path
    temporary: Path
    environment: dict[str, str]
    begun: list[ForkServerProcess] = field(default_factory=list)

    def start(self, *arguments: str) -> ForkServerProcess:
        """Starts a command. What it says is in ``said-N.out`` and ``said-N.err``."""
        said = self.folder / f"said-{len(self.begun) + 1}"
        environment = {**self.environment, "TMPDIR": str(self.temporary)}
        process = fork_server().Process(target=_run, args=(arguments, self.folder, environment, said))
        process.start()
        self.begun.append(process)
        return process

    def __call__(self, *arguments: str) -> int | None:
        """Runs a command; its exit code, or the negative number of the signal that ended it."""
        process = self.start(*arguments)
        process.join()
        return process.exitcode

    def said(self, number: int = 0) -> str:
        """What a command said, the last one or that of this number, on both streams."""
        name = f"said-{number or len(self.begun)}"
        return "".join((self.folder / f"{name}.{kind}").read_text("utf-8") for kind in ("out", "err"))

    def send(self, number: int) -> Callable[[], None]:
        """What sends a signal to the last command."""

        def send() -> None:
            pid = self.begun[-1].pid
            assert pid is not None
            os.kill(pid, number)

        return send

    def kill_browser(self) -> None:
        """Kills all processes of the browser that a command uses, but not its driver."""
        assert self._kill(_is_browser)

    def kill_driver(self) -> None:
        """Kills the driver of the browser that a command uses."""
        assert self._kill(lambda line: "/driver/node" in line)

    def _kill(self, which: Callable[[str], bool]) -> int:
        return sum(kill(pid) for pid, line in self.left().items() if which(line))

    def left(self) -> dict[int, str]:
        """The processes that were started by a command, and not by us: their command lines."""
        return processes_of(self.temporary)

    def nothing_is_left(self) -> bool:
        """Whether all of them end within some seconds."""
        end = time.monotonic() + _ENDS_WITHIN
        while (left := self.left()) and time.monotonic() < end:
            time.sleep(0.05)
        return not left

    def end(self) -> None:
        """Ends whatever is still there, as a test that fails may have left it."""
        for process in self.begun:
            process.kill()
            process.join()
        for pid in self.left():
            kill(pid)


def processes_of(folder: Path) -> dict[int, str]:
    """The processes that know a folder by their environment or their arguments, with their command lines."""
    found: dict[int, str] = {}
    for place in Path("/proc").iterdir():
        # It may end while it is looked at.
        with suppress(OSError):
            if place.name.isdecimal():
                line = (place / "cmdline").read_bytes()
                if os.fsencode(folder) in line + (place / "environ").read_bytes():
                    found[int(place.name)] = line.replace(b"\0", b" ").decode("utf-8", "replace").strip()
    return found


def kill(pid: int) -> bool:
    """Kills a process; whether it was there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _is_browser(line: str) -> bool:
    return "--remote-debugging-pipe" in line or "--type=" in line


def _run(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], said: Path) -> None:
    os.chdir(folder)
    os.environ.update(environment)
    for number, kind in ((1, "out"), (2, "err")):
        file = os.open(said.with_suffix(f".{kind}"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
    code = run_command(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    raise SystemExit(code)
