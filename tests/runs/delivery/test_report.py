"""The report of a run, as far as its records have come."""

from __future__ import annotations

import json

import pytest

from legacy_adapters.runs.delivery.report import rewritten
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.report import Report
from tests.runs.away import Bus, Died, deliver
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


def test_what_was_delivered_before_a_kill_is_in_the_report_afterwards(
    books: Books, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when all had arrived and the report did not say so yet: the next delivery brings it up to date."""

    def killed(ledger: Ledger, ordinal: int) -> Report:
        raise Died

    bus.set("down")
    books.run()
    bus.clear("down")
    with monkeypatch.context() as patch:
        patch.setattr("legacy_adapters.runs.delivery.delivering.rewritten", killed)
        with pytest.raises(Died):
            deliver(books)
    with Ledger.open(books.state) as ledger:
        assert ledger.shipments.waiting("books") == []
        assert ledger.runs.show("last").exit_code == 69
    assert deliver(books).code == 0
    with Ledger.open(books.state) as ledger:
        run = ledger.runs.show("last")
    assert run.exit_code == 0
    assert Report.from_json(str(run.report)).streams["gl"].records["gl_line"].delivered == 10
