"""What a database answers when a run is published."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from legacy_adapters.core.protocols import Answering, Receipt
from tests.sinks.database.places import ENTRY, Place, records, sqlite_place


def receipts(place: Place, *batches: object, run: str = "run-1") -> list[Receipt]:
    with closing(place.sink().open(place.delivery(run), None)) as sink:
        assert isinstance(sink, Answering)
        for batch in batches:
            sink.write(batch)  # type: ignore[arg-type]
            sink.commit()
            assert list(sink.receipts()) == []
        sink.publish()
        return list(sink.receipts())


def test_each_table_has_a_receipt(tmp_path: Path) -> None:
    """For all records of the run, and the row that proves it; states that newer ones replace count too."""
    place = sqlite_place(tmp_path)
    first = records({"n": 1}, {"n": 2}, sequence=3)
    found = receipts(place, first, records({"n": 1}, sequence=8))
    assert found == [Receipt("entry", 3, 3, 8, "table entry; legacy_adapters_state has run run-1 with 2 commits")]


def test_where_nothing_was_written_there_is_none(tmp_path: Path) -> None:
    """Nothing was taken."""
    assert receipts(sqlite_place(tmp_path)) == []


def test_what_was_refused_is_not_in_it(tmp_path: Path) -> None:
    """Nor in its range of numbers."""
    place = replace(sqlite_place(tmp_path), schema=ENTRY)
    place.run()
    place.execute("CREATE TRIGGER t BEFORE INSERT ON entry WHEN new.name = 'x' BEGIN SELECT RAISE(ABORT, 'no x'); END")
    rows = [{"n": n, "name": "x" if n in (0, 4) else "good"} for n in range(5)]
    [receipt] = receipts(place, records(*rows, sequence=10))
    assert (receipt.records, receipt.first, receipt.last) == (3, 11, 13)
