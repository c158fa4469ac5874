"""What is measured of a process, and the arithmetic over rounds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.measure import RunFailed, Sample, Series, measure, round_robin, run_rounds


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _series(*walls: float) -> Series:
    return Series({number: Sample(wall, wall / 2, 10 * wall) for number, wall in enumerate(walls)})


def test_memory_of_the_process_is_measured(tmp_path: Path) -> None:
    """A hundred megabytes held for a moment are in the peak."""
    held = measure(_python("x = b'x' * 300_000_000"), tmp_path / "log")
    assert held.peak >= 300


def test_processor_time_of_children_counts(tmp_path: Path) -> None:
    """Work that a process leaves to another one is its work."""
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}], check=True)"
    sample = measure(_python(code), tmp_path / "log")
    assert sample.cpu >= 0.3
    assert sample.wall >= 0.3


def test_failure_is_told_with_the_last_line(tmp_path: Path) -> None:
    """A process that ends with an error is no measurement."""
    with pytest.raises(RunFailed, match="ended with 3: no such table"):
        measure(
            _python("import sys; print('reading'); print('no such table', file=sys.stderr); sys.exit(3)"),
            tmp_path / "log",
        )


def test_silent_failure_is_told_as_such(tmp_path: Path) -> None:
    """Also a process that says nothing has failed."""
    with pytest.raises(RunFailed, match="ended with -9: it said nothing"):
        measure(_python("import os; os.kill(os.getpid(), 9)"), tmp_path / "log")


def test_process_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind the deadline a process is killed, and has failed."""
    monkeypatch.setattr("benchmarks.measure.DEADLINE_SECONDS", 0.2)
    with pytest.raises(RunFailed, match="ended with -9"):
        measure(_python("import threading; threading.Event().wait()"), tmp_path / "log")


def test_environment_is_added(tmp_path: Path) -> None:
    """What is given comes on top of what is there."""
    measure(
        _python("import os; assert os.environ['PACE'] == 'slow' and os.environ['PATH']"),
        tmp_path / "log",
        {"PACE": "slow"},
    )


def test_programs_are_measured_as_they_are_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Python compiled of them once is kept, whatever it does otherwise here."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    measure(_python("import sys; assert not sys.dont_write_bytecode"), tmp_path / "log")


def test_each_round_begins_with_another_variant() -> None:
    """None always follows the same one, and each has its turn once a round."""
    assert list(round_robin(["a", "b", "c"], 2)) == [(0, "a"), (0, "b"), (0, "c"), (1, "b"), (1, "c"), (1, "a")]
    assert list(round_robin([], 2)) == []


def test_median_is_of_the_rounds() -> None:
    """One slow round does not count."""
    series = _series(1.0, 9.0, 2.0)
    assert series.median(lambda sample: sample.wall) == 2.0
    assert series.span() == (1.0, 9.0)
    assert series.peak() == 90.0


def test_ratio_is_taken_within_each_round() -> None:
    """A round in which everything was slow leaves the ratio as it is."""
    assert _series(1.0, 10.0, 1.2).ratio(_series(2.0, 20.0, 2.4)) == pytest.approx(0.5)


def test_ratio_needs_rounds_that_both_have() -> None:
    """A round that only one of them finished does not count."""
    ours = Series({1: Sample(3.0, 0, 0), 2: Sample(8.0, 0, 0)})
    base = Series({0: Sample(1.0, 0, 0), 1: Sample(2.0, 0, 0)})
    assert ours.ratio(base) == 1.5


def test_variant_that_failed_is_not_run_again() -> None:
    """The others go on, and why it failed is kept."""
    ran: list[str] = []

    def run(name: str) -> Sample:
        ran.append(name)
        if name == "bad":
            raise RunFailed("wrong result")
        return Sample(1.0, 1.0, 1.0)

    told: list[str] = []
    series = run_rounds(["bad", "good"], 3, run, told.append)
    assert ran.count("bad") == 1
    assert ran.count("good") == 3
    assert series["bad"].failure == "wrong result"
    assert sorted(series["good"].by_round) == [0, 1, 2]
    assert told[0] == "round 1: bad: failed: wrong result"
