"""One run on its way to one sink."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from legacy_adapters.sinks.spool.folder import SpoolFolder
from tests.runs.away import ALL, TO_BUS, Bus, Died, answers, deliver, records, with_bus
from tests.runs.books import Books


def test_a_sink_gets_no_more_a_minute_than_it_may(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """In small pieces, with waits between them."""
    bus = with_bus(books, monkeypatch, TO_BUS + "  max_per_minute: 120\n")
    waited: list[float] = []
    monkeypatch.setattr(
        "legacy_adapters.runs.interrupt.Interruption.sleep", lambda self, seconds: waited.append(seconds)
    )
    assert books.run().code == 0
    assert bus.numbers == ALL
    # Ten records at two a second, each pair paid for afterwards.
    assert 4.0 < sum(waited) < 15.1
    assert len(waited) == 5


def test_killed_in_the_middle_it_goes_on_where_it_was(books: Books, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the receiver may have twice has the same number."""
    bus.set("dies", "7")
    with pytest.raises(Died):
        books.run()
    assert bus.numbers == ALL[:6]
    assert deliver(books).code == 0
    assert set(bus.numbers) == set(ALL)
    assert len(set(bus.events)) == 10


def test_a_sink_that_refuses_too_much_gets_no_more(books: Books, bus: Bus) -> None:
    """What is wrong there is wrong for all: the rest waits."""
    books.pipeline.write_text("max_rejects: 2\n" + books.pipeline.read_text())
    bus.set("refuses", " ".join(ALL))
    ended = books.run()
    assert ended.code == 65
    assert "10 of 10 records refused, more than the 2" in ended.report["error"]
    assert records(ended.report)["waiting"] == 10
    bus.clear("refuses")
    assert deliver(books).code == 0
    assert bus.numbers == ALL


def damage(books: Books) -> Path:
    """One flipped bit in the first frame of the only segment."""
    folder = SpoolFolder.of(books.state, "books")
    (segment,) = folder.run(folder.runs()[0]).segments()
    content = bytearray(segment.read_bytes())
    content[200] ^= 1
    segment.write_bytes(content)
    return segment


def test_what_is_damaged_in_the_spool_is_named_once(books: Books, bus: Bus) -> None:
    """The rest goes on; the run that lost records shows it for good."""
    bus.set("down")
    books.run()
    books.run()
    segment = damage(books)
    bus.clear("down")
    ended = deliver(books)
    assert ended.code == 73
    assert f"10 records of run {segment.parent.name} did not reach bus" in answers(ended)["bus"]["error"]
    assert "--full" in answers(ended)["bus"]["error"]
    assert deliver(books).code == 0
    assert bus.numbers == ALL
    lost = json.loads(books.command("runs", "show", segment.parent.name, books.pipeline, "--json").out)
    assert (lost["exit_code"], records(lost)["waiting"]) == (73, 10)


def test_a_place_is_kept_within_a_frame(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow sink that is killed does not get hours of it again."""
    bus = with_bus(books, monkeypatch, TO_BUS + "  max_per_minute: 60\n")
    monkeypatch.setattr("legacy_adapters.runs.delivery.shipping.time.monotonic", iter(range(0, 10_000, 10)).__next__)
    bus.set("dies", "7")
    with pytest.raises(Died):
        books.run()
    assert deliver(books).code == 0
    assert bus.numbers == ALL
