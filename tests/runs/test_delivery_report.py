"""The report of a run, as far as its records have come."""

from __future__ import annotations

import json

from legacy_adapters.runs.delivery_report import rewritten
from legacy_adapters.runs.ledger import Ledger
from legacy_adapters.runs.report import Report
from tests.runs.away import Bus, deliver
from tests.runs.books import Books


def test_it_is_brought_up_to_date_in_the_ledger(books: Books, bus: Bus) -> None:
    """Waiting becomes delivered, with the sums of what arrived."""
    bus.set("down")
    books.run()
    with Ledger.open(books.state) as ledger:
        ordinal = ledger.runs.show("last").ordinal
        before = rewritten(ledger, ordinal)
        assert (before.exit_code, before.streams["gl"].records["gl_line"].waiting) == (69, 10)
    bus.clear("down")
    bus.set("refuses", "1")
    assert deliver(books).code == 0
    with Ledger.open(books.state) as ledger:
        run = ledger.runs.show("last")
        kept = Report.from_json(str(run.report))
    assert (run.exit_code, kept.exit_code, kept.new_rejects, kept.balanced) == (65, 65, 1, True)
    came = kept.streams["gl"].records["gl_line"]
    assert (came.delivered, came.refused, came.waiting, str(came.sums["amount"])) == (9, 1, 0, "-10.2500")
    assert json.loads(kept.to_json())["sinks"][0]["status"] == "done"
