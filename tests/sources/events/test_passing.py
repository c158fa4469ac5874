"""Events to records, and what came of records that were events before."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.core.records import Records, Stamp
from legacy_adapters.sinks.events.encoding import EventEncoder, batch_body, headers, octets
from legacy_adapters.sources.events.message import Message, events_of
from legacy_adapters.sources.events.passing import GoodEvents, MappedEvents, PassedOn
from legacy_adapters.sources.events.table import EventTable
from tests.sources.events.samples import GL_LINE, SEQUENCE, delivery, events, postings

PASSED_ON = GoodEvents("gl_line", PassedOn("gl_line", GL_LINE.arrow_schema()))


def batch_of(messages: list[Message]) -> Batch:
    found = EventTable(GL_LINE, extra=False).rows_of([event for one in messages for event in events_of(one)])
    return Batch("gl", "", "1", found.rows, found.origin, None, found.faults)


def as_messages(*sent: Any) -> list[Message]:
    return [Message(str(n), json.dumps(body).encode(), {}) for n, body in enumerate(sent)]


def test_records_are_grouped_by_what_a_stamp_holds() -> None:
    """In the order in which each came first, with the rows that they were."""
    one, two = events(postings([1, 3], run="a")), events(postings([2, 4], run="b"))
    mapped = PASSED_ON(batch_of(as_messages(one[0], two[0], one[1], two[1])))
    assert [records.stamp.run_id for records in mapped.records if records.stamp] == ["a", "b"]
    assert [records.source_rows.to_pylist() for records in mapped.records] == [[0, 2], [1, 3]]
    assert mapped.taken == 4


def test_events_of_one_record_stay_in_their_order() -> None:
    """Also where they are of several runs, which cannot all be put together then."""
    first, second, third = (events(postings([1], run=run, sequence=SEQUENCE + n))[0] for n, run in enumerate("aba"))
    mapped = PASSED_ON(batch_of(as_messages(first, second, third)))
    assert [r.sequences.to_pylist() for r in mapped.records] == [[SEQUENCE + n] for n in range(3)]


def test_what_is_no_event_is_a_reject_with_every_reason() -> None:
    """Whole; the rows of the others stay what they were."""
    good, bad = events(postings([1])), events(postings([2]))[0]
    bad["data"] |= {"amount": "x", "colour": "red"}
    mapped = PASSED_ON(batch_of([*as_messages(bad), Message("b", b"{", {}), *as_messages(*good)]))
    assert [records.source_rows.to_pylist() for records in mapped.records] == [[2]]
    assert [[reason.code for reason in reject.reasons] for reject in mapped.rejects] == [
        ["no_such_field", "not_a_number"],
        ["no_event"],
    ]
    assert [reject.origin for reject in mapped.rejects] == [bad["id"], "message b"]
    assert json.loads(json.loads(mapped.rejects[0].row)["event"]) == bad


def test_a_batch_of_nothing_but_faults() -> None:
    """There is no record of it."""
    mapped = PASSED_ON(batch_of([Message("b", b"{", {})]))
    assert (mapped.records, len(mapped.rejects), mapped.taken) == ((), 1, 0)


def test_a_mapping_sees_good_events_and_keeps_what_they_were() -> None:
    """Its records have operation and sequence of the events that they were made of."""
    seen: list[int] = []

    def mapping(batch: Batch) -> Mapped:
        seen.append(batch.rows.num_rows)
        rows = pa.array([1], pa.int32())
        made = Records("x", batch.rows.take(rows).select(["account_id"]), rows, batch.origin.take(rows), rows)
        return Mapped((made,), (), 1, batch.rows.num_rows - 1)

    sent = events(postings([1, 2]))
    mapped = GoodEvents("gl_line", MappedEvents(mapping))(batch_of([Message("b", b"{", {}), *as_messages(*sent)]))
    [records] = mapped.records
    assert seen == [2]
    assert (records.source_rows.to_pylist(), records.sequences.to_pylist()) == ([2], [SEQUENCE + 1])
    assert records.operation is not None
    assert records.operation.to_pylist() == ["upsert"]


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_AMOUNT = st.decimals(-(10**23), 10**23, places=4)
_MOMENT = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30))
_ROW = st.fixed_dictionaries(
    {
        "company_id": _TEXT,
        "ledger_entry_id": _TEXT,
        "transaction_id": _TEXT,
        "transaction_date": st.dates(date(1, 1, 1), date(9999, 12, 31)),
        "account_id": _TEXT,
        "amount": _AMOUNT,
        "description": st.none() | _TEXT,
        "debit_amount": st.none() | _AMOUNT,
        "quantity": st.none() | st.decimals(-(10**20), 10**20, places=12),
        "is_open": st.none() | st.booleans(),
        "system_entry_at": st.none() | _MOMENT,
    }
)


@st.composite
def _records(draw: st.DrawFn) -> Records:
    rows = draw(st.lists(_ROW, min_size=1, max_size=4))
    count = len(rows)
    source = draw(_TEXT.filter(bool))
    changed = draw(st.lists(st.none() | _MOMENT, min_size=count, max_size=count))
    return Records(
        entity="gl_line",
        rows=pa.RecordBatch.from_pylist(rows, schema=GL_LINE.arrow_schema()),
        source_rows=pa.array(range(count), pa.int32()),
        origin=pa.array(draw(st.lists(_TEXT.filter(bool), min_size=count, max_size=count)), pa.string()),
        record_id=pa.array([f"{source}/k{n}" for n in range(count)], pa.string()),
        source_modified_at=pa.array(changed, pa.timestamp("us")),
        stamp=Stamp(source, draw(_TEXT.filter(bool)), draw(_MOMENT).replace(tzinfo=UTC), "1.7"),
        sequence=pa.array(draw(st.lists(st.integers(0, 2**63 - 1), min_size=count, max_size=count)), pa.int64()),
        operation=pa.array(draw(st.lists(st.sampled_from(["upsert", "delete"]), min_size=count, max_size=count))),
    )


@settings(max_examples=15)
@given(_records(), st.sampled_from(["string", "number"]), st.sampled_from(["structured", "binary", "batch"]))
def test_records_are_the_same_behind_a_queue(records: Records, decimals: Any, mode: str) -> None:
    """Rows, ids, envelope, to the last digit and character, however they were sent."""
    sent = EventEncoder(delivery(Path()), decimals).encode(records)
    if mode == "binary":
        around = headers(sent.attributes, "ce-")
        messages = [Message("1", body, dict(own)) for body, own in zip(octets(sent.data), around, strict=True)]
    elif mode == "batch":
        messages = [Message("1", batch_body(octets(sent.structured())), {})]
    else:
        messages = [Message("1", body, {}) for body in octets(sent.structured())]
    mapped = PASSED_ON(batch_of(messages))
    assert mapped.rejects == ()
    [found] = mapped.records
    assert found.rows.equals(records.rows)
    assert found.envelope().equals(records.envelope())
