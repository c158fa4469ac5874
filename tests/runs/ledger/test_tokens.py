"""Tokens that are exchanged."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.runs.ledger.ledger import Ledger
from tests.runs.ledger_samples import begin, finish


def test_one_token_takes_the_place_of_another(tmp_path: Path) -> None:
    """Where the pipeline is known by it: for what was published, and for the run that began behind it."""
    with Ledger.open(tmp_path) as ledger:
        finish(ledger, begin(ledger), "old")
        finish(ledger, begin(ledger, "other"), "old")
        unfinished = begin(ledger)
        ledger.tokens.exchange("gl", "old", "new")
        assert ledger.runs.last_published("gl") == "new"
        assert ledger.runs.last_published("other") == "old"
        assert ledger.runs.of(unfinished.ordinal).began_from.token == "new"


def test_another_token_stays(tmp_path: Path) -> None:
    """Nothing else is touched."""
    with Ledger.open(tmp_path) as ledger:
        finish(ledger, begin(ledger), "another")
        ledger.tokens.exchange("gl", "old", "new")
        assert ledger.runs.last_published("gl") == "another"
