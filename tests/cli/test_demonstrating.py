"""What the demo shows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from legacy_adapters.cli.demonstrating import show_demonstration
from legacy_adapters.core.checkpoint import Checkpoint
from legacy_adapters.core.reject import Reason, Reject
from legacy_adapters.runs.demonstration import Demonstration
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.report import Report

NOW = datetime(2026, 1, 31, tzinfo=UTC)


def test_the_report_the_rejects_and_the_next_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In this order, each reject with its reason."""
    reject = Reject(
        "gl", "GLTRAN[lfdnr=7]", None, "{}", (Reason("not_a_date", "gl_line", "transaction_date", "31.02."),)
    )
    with Ledger.open(tmp_path / ".legacy_adapters") as ledger:
        run = ledger.runs.begin("demo", "f", {}, NOW)
        ledger.runs.save(run, Checkpoint({}, frozenset(), None, {}, {}, 0), [reject])
    pipeline = tmp_path / "demo.yaml"
    report = Report("demo", run.id, "finished", 65, (NOW,), NOW)
    drops = Report("drops", "run-2", "finished", 76, (NOW,), NOW)
    screens = Report("screens", "run-3", "finished", 0, (NOW,), NOW)
    found = Demonstration(
        tmp_path / "company.db", tmp_path, tmp_path, pipeline, tmp_path / "out", report, drops, screens
    )
    show_demonstration(found)
    shown = capsys.readouterr().out
    pieces = (
        run.id,
        "GLTRAN[lfdnr=7]",
        "not_a_date: gl_line.transaction_date",
        "run-2",
        "run-3",
        f"legacy-adapters preview {pipeline}",
    )
    places = [shown.index(piece) for piece in pieces]
    assert places == sorted(places)
