"""What is kept of runs that something happens to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.logbook import added_up, note


def test_adds_up_by_harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What never happened at one is not told of it."""
    monkeypatch.setenv("CHAOS_LOG", str(tmp_path / "log"))
    note("csv", 0, 1.5, {"kill": 2, "repeats": 0})
    note("csv", 1, 2.5, {"kill": 1, "repeats": 0})
    note("redis", 0, 1.0, {"connection_cut": 1, "repeats": 50})
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert added_up(lines) == [
        "csv: voyages 2, seconds 4, kill 3, repeats 0",
        "redis: voyages 1, seconds 1, connection_cut 1, repeats 50",
    ]


def test_keeps_nothing_unless_it_is_asked_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Then nothing is written anywhere."""
    monkeypatch.delenv("CHAOS_LOG", raising=False)
    monkeypatch.chdir(tmp_path)
    note("csv", 0, 1.5, {})
    assert list(tmp_path.iterdir()) == []
