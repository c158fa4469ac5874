"""Checkpoints go into the ledger, and so does the way back."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.core.checkpoint import ReturnPoint, Rows, Tally
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.saving import Saving
from legacy_adapters.runs.standing import Standing
from tests.runs.ledger.test_parts import part
from tests.runs.ledger_samples import begin, reject


def test_a_checkpoint_has_everything_since_the_last_one(tmp_path: Path) -> None:
    """Rejects, which are counted as new or known, and pieces."""
    with Ledger.open(tmp_path) as ledger:
        run = begin(ledger)
        standing = Standing(tallies={"gl": Tally(Rows(read=1, rejected=1))}, rejects=[reject(1)])
        standing.done_with(part("a"))
        Saving(ledger, run)(standing, "token", {})
        assert standing.tally("gl").new_rejects == 1
        assert [p.name for p in ledger.parts.of_run(run.ordinal)] == ["a"]
        assert len(list(ledger.rejects.list("gl"))) == 1


def test_going_back_forgets_the_rejects_since_then(tmp_path: Path) -> None:
    """In one transaction with the checkpoint that is back there."""
    with Ledger.open(tmp_path) as ledger:
        run = begin(ledger)
        saving = Saving(ledger, run)
        standing = Standing(tallies={"gl": Tally(Rows(read=1, rejected=1))}, rejects=[reject(1)])
        saving(standing, "before", {})
        standing.saved()
        back = Standing.of(standing.checkpoint("before", {}))
        point = back_point(standing, ledger)
        standing.rejects.append(reject(2))
        saving.ahead(standing)
        assert standing.rejects == []
        saving.go_back(back, point)
        kept = ledger.runs.show(run.id)
        assert [k.reject for k in ledger.rejects.list("gl")] == [reject(1)]
        assert kept.checkpoint is not None
        assert kept.checkpoint.token == "before"


def back_point(standing: Standing, ledger: Ledger) -> ReturnPoint:
    """The way back to where a run stands now."""
    return ReturnPoint("a", standing.checkpoint("before", {}), ledger.rejects.last())
