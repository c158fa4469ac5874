"""A sink that is written to no faster than it may be."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import TryLater
from legacy_adapters.runs.delivery.paced import PacedSink
from legacy_adapters.runs.delivery.unanswered import answering
from legacy_adapters.runs.pipeline.destinations import SinkLimits, Terms
from tests.runs.away import ALL
from tests.runs.books import Books
from tests.runs.delivery.test_unanswered import Silent
from tests.sinks.samples import rows


def test_records_are_written_in_pieces_with_waits_between_them() -> None:
    """All of them, with the numbers they have; everything else is passed on."""
    waited: list[float] = []
    inner = Silent()
    sink = PacedSink(answering(inner), SinkLimits.of(Terms(max_per_minute=120), waited.append))
    sink.write(rows("a", "b", "c"))
    assert inner.done == ["write", "write"]
    assert len(waited) == 2
    assert (sink.commit(), sink.publish(), sink.outputs(), sink.refusals()) == (
        "committed",
        "published",
        ("there",),
        (),
    )
    (receipt,) = sink.receipts()
    assert (receipt.records, receipt.first, receipt.last) == (3, 7, 9)
    sink.close()
    assert inner.done[-1] == "close"


def test_a_file_keeps_to_its_hours_and_its_rate(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 75 before anything is read; within them all of it is written."""
    waited: list[float] = []
    monkeypatch.setattr("legacy_adapters.runs.interrupt.Interruption.sleep", lambda self, s: waited.append(s))
    books.describe(("path: out/{entity}.csv", "path: out/{entity}.csv\n  hours: 00:00-00:01\n  max_per_minute: 60"))
    monkeypatch.setattr("legacy_adapters.runs.hours.Hours.include", lambda self, moment: False)
    assert books.run().code == TryLater.exit_code
    monkeypatch.setattr("legacy_adapters.runs.hours.Hours.include", lambda self, moment: True)
    assert books.run().code == 0
    assert books.ids() == ALL
    assert len(waited) == 10
