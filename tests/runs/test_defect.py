"""The report of a defect of ours."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.runs.defect import write_report


def failing(value: str) -> None:
    raise KeyError(value)


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is written of an error whose message has a secret."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    KNOWN.add("hunter2-hunter2")
    with pytest.raises(KeyError) as caught:
        failing("no login with hunter2-hunter2")
    path = write_report(caught.value)
    assert path.parent == tmp_path
    return path.read_text(encoding="utf-8")


def test_it_has_what_is_needed_to_find_it(report: str) -> None:
    """The versions, the system, and the trace down to the line."""
    assert report.startswith("legacy-adapters ")
    assert platform.python_version() in report
    assert "in failing" in report
    assert "KeyError" in report


def test_it_has_no_secret(report: str) -> None:
    """It is meant to be sent to strangers."""
    assert "hunter2" not in report
    assert "***" in report
