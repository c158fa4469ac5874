"""One process measured: wall clock, processor time of it and its children, peak memory; and the order of the rounds.

Linux counts the memory of a process from its fork on, so that a child's peak is at least that of the one which started
it. The process that measures therefore imports no data frames: everything heavy is a process of its own.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

DEADLINE_SECONDS = 1800.0
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


class RunFailed(Exception):
    """A measured process ended with an error, or with a wrong result."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One process: seconds by the clock, seconds of all processors (user and system, children included), and the
    largest resident memory of any single process in it, in megabytes of 10⁶ bytes."""

    wall: float
    cpu: float
    peak: float


def measure(command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Sample:
    """Runs a command with its output in ``log``. Raises ``RunFailed`` unless it ends with 0 within the deadline."""
    with log.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=_installed(os.environ) | dict(environment or {}),
        )
        deadline = Timer(DEADLINE_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
        deadline.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            deadline.cancel()
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["it said nothing"]
        raise RunFailed(f"ended with {process.returncode}: {said[-1]}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MAXRSS_UNIT / 1e6)


def _installed(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what makes Python compile a program anew each time: an installed one never is."""
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(slots=True)
class Series:
    """All samples of one variant, by round, or why it has failed."""

    by_round: dict[int, Sample] = field(default_factory=dict)
    failure: str | None = None

    def median(self, of: Callable[[Sample], float]) -> float:
        """The median of one figure over the rounds."""
        return statistics.median(of(sample) for sample in self.by_round.values())

    def span(self) -> tuple[float, float]:
        """The shortest and the longest time by the clock."""
        walls = [sample.wall for sample in self.by_round.values()]
        return min(walls), max(walls)

    def peak(self) -> float:
        """The largest memory of any round."""
        return max(sample.peak for sample in self.by_round.values())

    def ratio(self, base: Series) -> float:
        """How many times as long as ``base`` it takes: the median of the ratios within each round, as what slows the
        machine down for a while slows neighbours alike."""
        common = self.by_round.keys() & base.by_round.keys()
        return statistics.median(self.by_round[number].wall / base.by_round[number].wall for number in common)


def round_robin(names: Sequence[str], rounds: int) -> Iterator[tuple[int, str]]:
    """Each name once a round, each round beginning with another one, so that none always follows the same."""
    for number in range(rounds):
        start = number % max(len(names), 1)
        for name in (*names[start:], *names[:start]):
            yield number, name


def run_rounds(
    names: Sequence[str], rounds: int, run: Callable[[str], Sample], show: Callable[[str], None]
) -> dict[str, Series]:
    """Runs all variants alternately. One that fails is not run again; the others go on."""
    series = {name: Series() for name in names}
    for number, name in round_robin(names, rounds):
        if series[name].failure is not None:
            continue
        try:
            sample = run(name)
        except RunFailed as error:
            series[name].failure = str(error)
            show(f"round {number + 1}: {name}: failed: {error}")
        else:
            series[name].by_round[number] = sample
            show(f"round {number + 1}: {name}: {sample.wall:.2f} s, {sample.cpu:.2f} s CPU, {sample.peak:.0f} MB")
    return series
