"""The machine as it stands beside the figures."""

from __future__ import annotations

import platform
import re
from pathlib import Path

import pytest

from benchmarks.machine import Company, describe


def test_machine_is_described_without_its_name() -> None:
    """Date, cores, memory and versions are there; which machine it was is nobody's business."""
    text = describe()
    assert re.match(r"\d{4}-\d\d-\d\d: .+, \d+ cores, \d+ GiB, ", text)
    assert f"Python {platform.python_version()}" in text
    assert re.search(r"polars \d+\.\d+.*, pyarrow \d+\.\d+.*, pandas \d+\.\d+", text)
    assert not platform.node() or platform.node() not in text


_STAT = "cpu  {user} 0 {system} 900 10 0 0 0 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n"


@pytest.fixture
def stat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the system says of its processors: they have worked 1,000 ticks."""
    path = tmp_path / "stat"
    path.write_text(_STAT.format(user=600, system=400))
    monkeypatch.setattr("benchmarks.machine._STAT", path)
    clock = iter([100.0, 110.0])
    monkeypatch.setattr("benchmarks.machine.time.monotonic", lambda: next(clock))
    monkeypatch.setattr("benchmarks.machine.os.sysconf", lambda name: 100)
    monkeypatch.setattr("benchmarks.machine.os.cpu_count", lambda: 4)
    return path


def test_work_of_others_is_told(stat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 25 seconds' work in ten, five were ours: others took two cores, and the figures cannot be trusted."""
    own = iter([(1.0, 0.0, 2.0, 0.0, 0.0), (1.0, 0.0, 6.0, 1.0, 0.0)])
    monkeypatch.setattr("benchmarks.machine.os.times", lambda: next(own))
    company = Company()
    stat.write_text(_STAT.format(user=2600, system=900))
    assert company.describe() == (
        "other processes took 2.00 of 4 cores meanwhile: **too much to measure by the clock**"
    )


def test_quiet_machine_is_told_as_such(stat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all the work was ours there is no warning."""
    own = iter([(1.0, 0.0, 2.0, 0.0, 0.0), (1.0, 0.0, 6.9, 0.0, 0.0)])
    monkeypatch.setattr("benchmarks.machine.os.times", lambda: next(own))
    company = Company()
    stat.write_text(_STAT.format(user=1100, system=400))
    assert company.describe() == "other processes took 0.01 of 4 cores meanwhile"


def test_system_that_does_not_tell_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the system's own account nothing is claimed."""
    monkeypatch.setattr("benchmarks.machine._STAT", tmp_path / "missing")
    assert Company().describe() == "how busy the machine was otherwise is not known"
