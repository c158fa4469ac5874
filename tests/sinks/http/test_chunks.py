"""What goes into one request, where it goes, and the key by which a repeat is known."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.core.records import ENVELOPE, Records
from legacy_adapters.sinks.http.chunks import Chunk, segment
from legacy_adapters.sinks.http.settings import HttpSink
from tests.sinks.events.samples import keyless, lines
from tests.sinks.http.samples import URL, chunks, sink


class Changes(Records):
    """Records of which every other one is a deletion."""

    def envelope(self) -> pa.RecordBatch:
        whole = Records.envelope(self)
        operations = pa.array(["delete" if n % 2 else "upsert" for n in range(self.count)], pa.string())
        columns = [operations if field.name == "operation" else whole.column(field.name) for field in ENVELOPE]
        return pa.RecordBatch.from_arrays(columns, schema=ENVELOPE)


def changes(count: int) -> Records:
    whole = lines(count)
    return Changes(
        whole.entity,
        whole.rows,
        whole.source_rows,
        whole.origin,
        whole.record_id,
        stamp=whole.stamp,
        first_sequence=whole.first_sequence,
    )


def numbers(chunk: Chunk) -> list[int]:
    """The lines in a chunk."""
    return [int(event.partition("#")[2]) - 1_700_000_000_000_000_000 for event in chunk.frame["id"]]


def test_records_are_cut_in_their_order() -> None:
    """Into as many as may be in one request."""
    found = chunks(sink(batch=3), lines(7))
    assert [numbers(chunk) for chunk in found] == [[0, 1, 2], [3, 4, 5], [6]]
    assert {(chunk.entity, chunk.operation, chunk.address) for chunk in found} == {("line", "upsert", URL)}


def test_no_records_are_no_chunks() -> None:
    """Nothing is sent."""
    assert chunks(sink(batch=3), lines(0)) == []


def test_those_for_one_address_are_together() -> None:
    """If each record comes once, their order among each other does not matter."""
    by_company = sink(batch=3, operations={"upsert": {"path": "/{company_id}?of={entity}"}})
    found = chunks(by_company, lines(8, companies=2))
    assert [numbers(chunk) for chunk in found] == [[0, 2, 4], [6], [1, 3, 5], [7]]
    assert found[0].address == f"{URL}/C0?of=line"


def test_a_record_that_comes_twice_keeps_the_order_of_its_changes() -> None:
    """Whatever the addresses are."""
    by_company = sink(batch=9, operations={"upsert": {"path": "/{company_id}"}})
    twice = replace(lines(4, companies=2), record_id=pa.array(["a", "a", "b", "c"]))
    assert [numbers(chunk) for chunk in chunks(by_company, twice)] == [[0], [1], [2], [3]]


def test_records_without_a_key_have_no_order_to_keep() -> None:
    """There is nothing that two of them could be changes of."""
    by_company = sink(batch=9, operations={"upsert": {"path": "/{company_id}"}})
    found = chunks(by_company, keyless(4))
    assert [chunk.record_ids for chunk in found] == [frozenset()]


def test_deletions_have_an_address_of_their_own() -> None:
    """And one request each where their method has no body."""
    settings = sink(body="json", batch=9, operations={"delete": {"method": "DELETE", "path": "/{line_no}"}})
    found = chunks(settings, changes(4))
    assert [(chunk.operation, chunk.address, numbers(chunk)) for chunk in found] == [
        ("upsert", URL, [0, 2]),
        ("delete", f"{URL}/1", [1]),
        ("delete", f"{URL}/3", [3]),
    ]


def test_a_deletion_that_nothing_is_stated_for_is_not_sent() -> None:
    """As a plain record it would bring back what it takes away."""
    with pytest.raises(ConfigError, match="nothing says how a record is sent for delete") as raised:
        chunks(sink(body="json"), changes(2))
    assert "operations.delete" in raised.value.hint


class TestKeys:
    """By which a server knows a repeat."""

    def key(self, settings: HttpSink, records: Records) -> str:
        return chunks(settings, records)[0].idempotency_key

    def test_of_one_record(self) -> None:
        """Its event's id, as a header can hold it."""
        assert self.key(sink(), lines(1)) == "sage%20hq/C0:line:0%252F1#1700000000000000000"

    def test_of_one_with_a_long_id(self) -> None:
        """A hash, as servers take only so many characters."""
        long = replace(lines(1), record_id=pa.array(["ä" * 200]))
        assert len(self.key(sink(), long)) == 64

    def test_of_several(self) -> None:
        """A hash of all their ids: the same for the same, another for others."""
        keys = [self.key(sink(batch=9), lines(count)) for count in (5, 5, 4)]
        assert keys[0] == keys[1] != keys[2]
        later = replace(lines(5), first_sequence=7)
        assert self.key(sink(batch=9), later) != keys[0]

    def test_of_parts(self) -> None:
        """Each part has its own, again the same each time."""
        [whole] = chunks(sink(batch=9), lines(5))
        found = [half.idempotency_key for half in whole.halves()]
        assert found == [half.idempotency_key for half in whole.halves()]
        assert len({whole.idempotency_key, *found}) == 3


def test_a_chunk_can_be_taken_apart() -> None:
    """Into halves, and into single records."""
    [whole] = chunks(sink(batch=9), lines(5))
    assert [numbers(half) for half in whole.halves()] == [[0, 1], [2, 3, 4]]
    assert numbers(whole.only([4, 1])) == [4, 1]
    assert whole.only([4]).texts.height == 1
    assert whole.named(1) == "line sage hq/C0:line:1%2F1"


@pytest.mark.parametrize(
    ("value", "part"), [("a", "a"), ("a/b?c#d", "a%2Fb%3Fc%23d"), ("ä ", "%C3%A4%20"), ("%2F", "%252F"), ("...", "...")]
)
def test_a_value_is_one_part_of_a_path(value: str, part: str) -> None:
    """Whatever is in it."""
    assert segment(value) == part


@pytest.mark.parametrize("value", [".", ".."])
def test_a_value_does_not_climb_out_of_its_place(value: str) -> None:
    """Clients and servers would leave it out of the path, with what stands before it."""
    with pytest.raises(OutputError, match="a path cannot hold"):
        segment(value)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"operations": {"upsert": {"path": "/{nothing}"}}}, "operations.upsert.path"),
        ({"operations": {"upsert": {"path": "/{amount}"}}}, "operations.upsert.path"),
        ({"batch": 2, "answers": {"status": "s", "key": "nothing"}}, "answers.key"),
    ],
)
def test_a_place_that_is_no_column_is_named(given: dict[str, object], where: str) -> None:
    """Before anything is sent."""
    with pytest.raises(ConfigError) as raised:
        chunks(sink(URL, **given), lines(1))
    assert raised.value.where == where


def test_what_an_answer_calls_a_record_by() -> None:
    """The event's id, the record's, or a column."""
    keys = {
        key: chunks(sink(batch=2, answers={"status": "s", "key": key}), lines(1))[0].frame["key"][0]
        for key in ("event_id", "record_id", "line_no", "company_id")
    }
    record = "sage hq/C0:line:0%2F1"
    assert keys == {
        "event_id": f"{record}#1700000000000000000",
        "record_id": record,
        "line_no": "0",
        "company_id": "C0",
    }
