"""What is asked of the spool without a run."""

from __future__ import annotations

import signal

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.delivery.deliver import deliver_waiting
from legacy_adapters.runs.interrupt import Interruption
from legacy_adapters.runs.request import Request
from tests.runs.away import BOTH, TO_BUS, Bus, Died, answers, deliver, with_bus
from tests.runs.books import Books


def test_nothing_has_run_yet(books: Books, bus: Bus) -> None:
    """There is no ledger, and nothing to deliver."""
    with pytest.raises(ConfigError, match="nothing has run here"):
        deliver_waiting(Request(books.pipeline))


def test_a_sink_that_is_no_longer_there_can_be_given_up(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named until then."""
    bus = with_bus(books, monkeypatch, BOTH)
    bus.set("down")
    books.run()
    books.pipeline.write_text(books.pipeline.read_text().replace(TO_BUS, "sinks:\n"))
    ended = deliver(books)
    assert ended.code == 78
    assert "there is no sink 'bus'" in answers(ended)["bus"]["error"]
    assert deliver(books, "--give-up", "bus").code == 0
    assert bus.events == []


def test_a_receiver_that_was_restored_gets_it_anew(books: Books, bus: Bus) -> None:
    """From the beginning of what waits, without what it knew."""
    bus.set("known")
    books.run()
    bus.set("dies", "7")
    with pytest.raises(Died):
        books.run()
    assert deliver(books, "--anew").code == 0
    assert bus.told("known") == "10"
    assert len(set(bus.events)) == 20


def test_signals_are_given_back(books: Books, bus: Bus) -> None:
    """Also where whoever asks notices them already."""
    books.run()
    before = signal.getsignal(signal.SIGINT)
    with Interruption() as asked:
        deliver_waiting(Request(books.pipeline), asked)
        deliver_waiting(Request(books.pipeline))
    assert signal.getsignal(signal.SIGINT) is before
