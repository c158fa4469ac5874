"""A header that its receiver refuses keeps back what refers to it, on its way out of the spool."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runs.away import BOTH, TO_BUS, Bus, Died, deliver, with_bus
from tests.runs.books import Books
from tests.runs.test_references import PIPELINE, TABLES

FILE = 'sink: {kind: file, path: "out/{entity}.csv"}\n'
A, C = "A%2F1", "C"
WITHOUT_B = [A, C, f"{A}/1", f"{A}/2", "C/1", "elsewhere/1", f"{A}/1/19", "C/1/19"]
KEPT_BACK = {"B/1": "B", "B/2": "B", "B/2/7": "B/2"}


@pytest.fixture
def invoices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Books:
    """Three good invoices, with lines and what hangs on the lines."""
    books = Books(tmp_path, capsys)
    books.execute(*TABLES, "UPDATE INVOICES SET DAY = '2024-01-31'")
    return books


def sent_to(books: Books, monkeypatch: pytest.MonkeyPatch, sinks: str = TO_BUS) -> Bus:
    """The bus, which refuses the invoice B."""
    bus = with_bus(books, monkeypatch)
    books.describe((FILE, sinks), text=PIPELINE)
    bus.set("refuses", "B")
    return bus


def kept_back(books: Books) -> dict[str, str]:
    """What each record that was kept back waits for, by its own id."""
    return {
        reject["record_id"].rpartition(":")[2]: reason["value"].rpartition(":")[2]
        for reject in books.rejects()
        for reason in reject["reasons"]
        if reason["code"] == "kept_back"
    }


def test_what_refers_to_a_refused_header_is_not_sent(invoices: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over two levels; all else is, and everything is accounted for."""
    bus = sent_to(invoices, monkeypatch)
    ended = invoices.run()
    assert ended.code == 65, ended.err
    assert bus.numbers == WITHOUT_B
    assert kept_back(invoices) == KEPT_BACK
    lines = ended.report["streams"]["lines"]["records"]["invoice_line"]
    assert (lines["produced"], lines["delivered"], lines["refused"], lines["waiting"]) == (6, 4, 2, 0)
    assert (ended.report["balanced"], ended.report["rejected"]) == (True, 0)


def test_each_sink_for_itself(invoices: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one receiver refuses another has, with all that belongs to it."""
    bus = sent_to(invoices, monkeypatch, BOTH)
    assert invoices.run().code == 65
    assert bus.numbers == WITHOUT_B
    assert kept_back(invoices) == KEPT_BACK
    assert len(invoices.delivered("invoice_line.csv")) == 6
    assert {reason["entity"] for one in invoices.rejects() for reason in one["reasons"] if reason["entity"]} == {
        "invoice_line to bus",
        "invoice_tax to bus",
    }


@pytest.mark.parametrize("dies", [C, f"{A}/1", "elsewhere/1", "C/1/19"])
def test_killed_it_still_knows_what_was_refused(invoices: Books, monkeypatch: pytest.MonkeyPatch, dies: str) -> None:
    """Nothing of it is sent by the one that goes on, and nothing else is left out."""
    bus = sent_to(invoices, monkeypatch)
    bus.set("dies", dies)
    with pytest.raises(Died):
        invoices.run()
    assert deliver(invoices).code == 0
    assert list(dict.fromkeys(bus.numbers)) == WITHOUT_B
    assert kept_back(invoices) == KEPT_BACK


def test_sent_again_it_depends_on_what_is_refused_then(invoices: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the receiver takes the header it gets the lines too."""
    bus = sent_to(invoices, monkeypatch)
    assert invoices.run().code == 65
    bus.clear("refuses")
    assert invoices.command("resend", invoices.pipeline, "--from", "2000-01-01").code == 0
    assert deliver(invoices).code == 0
    again = bus.numbers[len(WITHOUT_B) :]
    assert [number for number in again if number.startswith("B")] == ["B", "B/1", "B/2", "B/2/7"]


def test_streams_that_come_after_none_are_not_looked_at(invoices: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their receiver has to sort it out."""
    bus = sent_to(invoices, monkeypatch)
    text = invoices.pipeline.read_text()
    without = [line for line in text.splitlines(keepends=True) if not line.strip().startswith("after:")]
    invoices.pipeline.write_text("".join(without))
    assert invoices.run().code == 65
    assert {"B/1", "B/2", "B/2/7"} <= set(bus.numbers)
    assert kept_back(invoices) == {}
