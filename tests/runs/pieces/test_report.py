"""What the report says of files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.pieces.report import NO_PARTS, PartsReport
from tests.runs.ledger.test_parts import part
from tests.runs.ledger_samples import begin, checkpoint


def test_it_counts_and_names_what_was_not_taken(tmp_path: Path) -> None:
    """Once for all streams."""
    with Ledger.open(tmp_path) as ledger:
        run = begin(ledger)
        bad = replace(part("b", "set aside"), exit_code=65)
        wrong = replace(part("c", "set aside"), exit_code=76)
        ledger.runs.save(run, checkpoint(), parts=[part("a"), bad, replace(bad, stream="heads"), wrong])
        report = PartsReport.of(ledger.parts, run.ordinal)
    assert report.counts == {"taken": 1, "set aside": 2}
    assert [(one.name, one.outcome, one.detail) for one in report.not_taken] == [
        ("b", "set aside", "why"),
        ("c", "set aside", "why"),
    ]


def test_it_is_kept_as_json(tmp_path: Path) -> None:
    """And read back."""
    with Ledger.open(tmp_path) as ledger:
        run = begin(ledger)
        ledger.runs.save(run, checkpoint(), parts=[part("b", "left alone")])
        report = PartsReport.of(ledger.parts, run.ordinal)
    assert PartsReport.from_json(json.loads(json.dumps(report.to_json()))) == report
    assert PartsReport.from_json(NO_PARTS.to_json()) == NO_PARTS
