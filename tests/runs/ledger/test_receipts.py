"""The receipts of all runs."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.core.protocols import Receipt
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.receipts import Handed
from tests.runs.ledger_samples import begin


def test_the_newest_come_first(tmp_path: Path) -> None:
    """Of one run or of all, as many as are wanted; no secret is kept."""
    KNOWN.add("geheim-4711")
    with Ledger.open(tmp_path) as ledger:
        run = begin(ledger)
        receipts = [Receipt("gl_line", 1, n, n, f"tag {n} geheim-4711") for n in range(3)]
        handed = Handed(run.ordinal, "bus", run.id, "amqp://u:geheim-4711@h")
        ledger.runs.finish(run, "finished", "{}", None, 0, receipts=receipts, handed=handed)
        found = list(ledger.receipts.list("gl", run.id, 2))
        assert [one.receipt.answer for one in found] == ["tag 2 ***", "tag 1 ***"]
        assert (found[0].run_id, found[0].pipeline, found[0].where) == (run.id, "gl", "amqp://u:***@h")
        assert len(list(ledger.receipts.list())) == 3
        assert list(ledger.receipts.list("ap")) == []
