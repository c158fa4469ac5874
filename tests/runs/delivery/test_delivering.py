"""From the spool to the sinks: nothing lost, in order, whatever one of them does meanwhile."""

from __future__ import annotations

import json

import pytest

from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.lock import PipelineLock
from legacy_adapters.sinks.spool.folder import SpoolFolder
from tests.runs.away import ALL, BOTH, TO_BUS, Bus, Died, answers, deliver, records, with_bus
from tests.runs.books import Books, postings


def test_a_sink_that_is_there_has_everything_at_the_end_of_the_run(books: Books, bus: Bus) -> None:
    """Once, in order, and the report balances."""
    ended = books.run()
    assert ended.code == 0
    assert bus.numbers == ALL
    assert records(ended.report) == {"produced": 10, "delivered": 10, "waiting": 0, "refused": 0}
    assert ended.report["sinks"][0] == {
        "name": "bus",
        "status": "done",
        "delivered": 10,
        "refused": 0,
        "waiting": 0,
        "where": "bus",
        "error": None,
    }


def test_a_sink_that_is_down_gets_it_later_without_the_source(books: Books, bus: Bus) -> None:
    """The run finishes with 69 and says what waits; `deliver` ships it, and the run is as if nothing had been."""
    bus.set("down")
    ended = books.run()
    assert ended.code == 69
    assert records(ended.report) == {"produced": 10, "delivered": 0, "waiting": 10, "refused": 0}
    assert ended.report["balanced"]
    assert "the bus is down" in ended.report["error"]
    assert any("waits in the spool for bus" in note for note in ended.report["notes"])
    books.database.unlink()
    assert deliver(books).code == 69
    bus.clear("down")
    again = deliver(books)
    assert again.code == 0
    assert answers(again)["bus"] == {"sink": "bus", "delivered": 1, "waiting": 0, "error": None}
    assert bus.numbers == ALL
    shown = json.loads(books.command("runs", "show", "last", books.pipeline, "--json").out)
    assert (shown["exit_code"], records(shown)["delivered"]) == (0, 10)
    assert books.command("deliver", books.pipeline).code == 0


def test_what_waits_is_delivered_first(books: Books, bus: Bus) -> None:
    """Records of one key leave in the order in which they were read, also of several runs."""
    bus.set("down")
    assert books.run().code == 69
    books.post(*postings(range(1, 4)))
    assert books.run().code == 69
    bus.clear("down")
    assert books.run().code == 0
    sequences = [sequence for _, sequence in bus.events]
    assert len(sequences) == 30
    assert sequences == sorted(sequences)


def test_one_sink_holds_no_other_up(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a place of its own in the spool; the balance is that of the one behind."""
    bus = with_bus(books, monkeypatch, BOTH)
    bus.set("down")
    ended = books.run()
    assert ended.code == 69
    assert books.ids() == ALL
    assert records(ended.report)["waiting"] == 10
    assert {sink["name"]: sink["waiting"] for sink in ended.report["sinks"]} == {"bus": 10, "files": 0}
    bus.clear("down")
    assert deliver(books).code == 0
    assert bus.numbers == ALL


def test_a_refused_record_is_a_reject_and_the_others_go_on(books: Books, bus: Bus) -> None:
    """With the receiver's words; it is known the next time."""
    bus.set("refuses", "3 4")
    ended = books.run()
    assert ended.code == 65
    assert bus.numbers == [number for number in ALL if number not in ("3", "4")]
    assert records(ended.report) == {"produced": 10, "delivered": 8, "waiting": 0, "refused": 2}
    assert ended.report["balanced"]
    kept = books.rejects()
    assert [reject["standing"] for reject in kept] == ["new", "new"]
    assert kept[0]["record_id"].endswith(":3")
    assert kept[0]["reasons"][0]["code"] == "refused"
    assert "400 no such account" in kept[0]["reasons"][0]["message"]
    assert kept[0]["row"]["account_id"] == "8400"
    assert books.run().code == 0
    assert [reject["standing"] for reject in books.rejects()] == ["known", "known"]


def test_a_full_spool_stops_reading(books: Books, bus: Bus) -> None:
    """Nothing is lost: it goes on when there is room."""
    bus.set("down")
    books.run()
    size = SpoolFolder.of(books.state, "books").size()
    books.pipeline.write_text(f"spool: {{max_bytes: {size * 3 // 2}}}\n" + books.pipeline.read_text())
    ended = books.run()
    assert ended.code == 73
    assert "the spool is full" in ended.message
    bus.clear("down")
    assert books.run().code == 0
    assert bus.numbers == ALL * 2


def test_what_all_sinks_have_is_kept_as_long_as_stated(books: Books, bus: Bus) -> None:
    """To be sent again; and not longer."""
    spool = SpoolFolder.of(books.state, "books")
    books.run()
    assert len(spool.runs()) == 1
    books.pipeline.write_text("spool: {keep_days: 0}\n" + books.pipeline.read_text())
    books.run()
    assert spool.runs() == []


def test_a_delivery_that_another_process_makes_is_left_to_it(books: Books, bus: Bus) -> None:
    """Exit code 75, and nothing is touched."""
    bus.set("down")
    books.run()
    bus.clear("down")
    with PipelineLock(books.state, "books@bus", what="delivery to bus"):
        ended = deliver(books)
    assert ended.code == 75
    assert "another delivery to bus is going" in answers(ended)["bus"]["error"]
    assert bus.events == []
    assert deliver(books).code == 0


def test_outside_its_hours_a_sink_waits(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 75, and `deliver` within them ships it."""
    bus = with_bus(books, monkeypatch, TO_BUS + "  hours: 00:00-00:01\n")
    monkeypatch.setattr("legacy_adapters.runs.hours.Hours.include", lambda self, moment: False)
    ended = books.run()
    assert ended.code == 75
    assert bus.events == []
    monkeypatch.undo()
    with_bus(books, monkeypatch, TO_BUS)
    assert deliver(books).code == 0
    assert bus.numbers == ALL


def test_a_second_run_outside_the_hours_waits_for_the_same_reason(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands behind the first and is not tried itself; yet no sink is away."""
    with_bus(books, monkeypatch, TO_BUS + "  hours: 00:00-00:01\n")
    monkeypatch.setattr("legacy_adapters.runs.hours.Hours.include", lambda self, moment: False)
    assert [books.run().code for _ in range(2)] == [75, 75]


def test_as_you_go_a_sink_gets_records_without_the_spool(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused ones are rejects there too."""
    bus = with_bus(books, monkeypatch, "sink: {kind: away, path: bus, deliver: as_you_go}\n")
    bus.set("refuses", "3")
    ended = books.run()
    assert ended.code == 65
    assert SpoolFolder.of(books.state, "books").runs() == []
    assert records(ended.report) == {"produced": 10, "delivered": 9, "waiting": 0, "refused": 1}
    assert ended.report["streams"]["gl"]["records"]["gl_line"]["sums"]["amount"] == "-10.2500"
    bus.set("down")
    assert books.run().code == 69


def test_a_run_that_is_begun_anew_leaves_nothing_in_the_spool(books: Books, bus: Bus) -> None:
    """What was given up does not wait."""
    books.pipeline.write_text("spool: {max_bytes: 10}\n" + books.pipeline.read_text())
    assert books.run().code == 73
    books.pipeline.write_text("spool: {max_bytes: 100000}\n" + books.pipeline.read_text().partition("\n")[2])
    assert books.run("--full").code == 0
    assert len(SpoolFolder.of(books.state, "books").runs()) == 1
    assert bus.numbers == ALL


def test_the_ledger_says_why_something_waits(books: Books, bus: Bus) -> None:
    """With the error of the last try."""
    bus.set("down")
    books.run()
    with Ledger.open(books.state) as ledger:
        (shipment,) = ledger.shipments.waiting("books")
    assert shipment.exit_code == 69
    assert shipment.error is not None
    assert shipment.error.startswith("bus: the bus is down")


def test_a_run_that_was_killed_while_it_was_delivered_is_gone_on_with(books: Books, bus: Bus) -> None:
    """`run` delivers it and reads nothing anew; the next one does. One that waits for a sink holds no run up."""
    bus.set("dies", "7")
    with pytest.raises(Died):
        books.run()
    ended = books.run()
    assert (ended.code, ended.rows["read"]) == (0, 10)
    assert len(set(bus.events)) == 10
    with Ledger.open(books.state) as ledger:
        assert len(ledger.runs.list("books")) == 1
    bus.set("down")
    assert books.run().code == 69
    bus.clear("down")
    assert books.run().code == 0
    with Ledger.open(books.state) as ledger:
        assert len(ledger.runs.list("books")) == 3
