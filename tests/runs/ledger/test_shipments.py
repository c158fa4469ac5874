"""What the ledger knows of records that wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from legacy_adapters.core.checkpoint import Delivered
from legacy_adapters.core.errors import Defect
from legacy_adapters.core.protocols import Receipt
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.shipments import Progress
from tests.runs.ledger_samples import begin, reject

TALLIES = {"gl": {"gl_line": Delivered(delivered=3, refused=1, sums={"amount": Decimal("7.25")})}}
PROGRESS = Progress("1:64:0", "token", TALLIES, 0, "there", [Receipt("gl_line", 3, 1, 3, "tag 3")], [reject(1)])


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """With one run that waits for two sinks."""
    with Ledger.open(tmp_path) as opened:
        run = begin(opened)
        opened.runs.finish(run, "finished", "{}", None, 0, waits_for=["bus", "files"])
        yield opened


def test_a_finished_run_waits_for_each_sink(ledger: Ledger) -> None:
    """From the transaction on that finishes it."""
    bus, files = ledger.shipments.waiting("gl")
    assert (bus.sink, bus.status, bus.delivery == bus.run_id, bus.streams) == ("bus", "waiting", True, None)
    assert ledger.shipments.waiting("gl", "files") == [files]
    assert ledger.shipments.waiting("ap") == []


def test_progress_is_saved_with_receipts_and_rejects(ledger: Ledger) -> None:
    """In one transaction, and it comes back as it was."""
    bus = ledger.shipments.begin(ledger.shipments.waiting("gl", "bus")[0], "before")
    assert ledger.shipments.save(bus, PROGRESS) == {"gl": 1}
    kept = ledger.shipments.show(bus.id)
    assert (kept.known, kept.place, kept.token, kept.tallies, kept.where) == (
        "before",
        "1:64:0",
        "token",
        TALLIES,
        "there",
    )
    (receipt,) = ledger.receipts.list("gl")
    assert (receipt.sink, receipt.where, receipt.receipt) == ("bus", "there", PROGRESS.receipts[0])
    assert len(list(ledger.rejects.list("gl"))) == 1


def test_what_is_done_is_the_sinks_last(ledger: Ledger) -> None:
    """Its token is what the next one is opened with, and nothing of it can be changed."""
    bus = ledger.shipments.waiting("gl", "bus")[0]
    ledger.shipments.publishing(bus)
    ledger.shipments.done(bus, PROGRESS, "published")
    assert ledger.shipments.last_published("gl", "bus") == "published"
    assert ledger.shipments.last_published("gl", "files") is None
    with pytest.raises(Defect, match="is done already"):
        ledger.shipments.publishing(bus)


def test_a_run_is_free_when_all_sinks_have_it(ledger: Ledger) -> None:
    """And had it for long enough."""
    bus, files = ledger.shipments.waiting("gl")
    ledger.shipments.done(bus, PROGRESS, "published")
    assert ledger.shipments.free("gl", None) == []
    assert ledger.shipments.give_up("gl", "files") == [files]
    assert ledger.shipments.free("gl", None) == [bus.run_id]
    assert ledger.shipments.free("gl", timedelta(days=1)) == []


def test_sent_again_it_has_a_name_of_its_own(ledger: Ledger) -> None:
    """So that a sink does not take it for the first time."""
    bus = ledger.shipments.waiting("gl", "bus")[0]
    ledger.shipments.done(bus, PROGRESS, "published")
    now = datetime.now(UTC)
    runs = ledger.shipments.delivered("gl", now - timedelta(days=400), now + timedelta(days=400))
    assert runs == [(bus.run, bus.run_id)]
    ledger.shipments.again(runs, "gl", ["bus"], ["gl"])
    ledger.shipments.again(runs, "gl", ["bus"], None)
    again, once_more = ledger.shipments.waiting("gl", "bus")
    assert (again.delivery, once_more.delivery) == (f"{bus.run_id}.1", f"{bus.run_id}.2")
    assert (again.resent, again.streams, once_more.streams) == (True, ("gl",), None)


def test_begun_anew_it_knows_nothing(ledger: Ledger) -> None:
    """Of where it had come."""
    bus = ledger.shipments.begin(ledger.shipments.waiting("gl", "bus")[0], "before")
    ledger.shipments.save(bus, PROGRESS)
    ledger.shipments.stopped(bus.id, 69, "down")
    assert ledger.shipments.show(bus.id).error == "down"
    ledger.shipments.anew("gl")
    fresh = ledger.shipments.show(bus.id)
    assert (fresh.known, fresh.place, fresh.token, fresh.tallies, fresh.error) == (None, None, None, {}, None)
