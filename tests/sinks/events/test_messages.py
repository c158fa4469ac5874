"""Events put into messages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.records import Records
from legacy_adapters.sinks.answered import Parcel
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Message, Packing
from legacy_adapters.sinks.events.options import EventOptions
from tests.sinks.events.samples import LINE, delivery, keyless, lines


def packing(text: str = "q", limit: int | None = None, aim: int | None = None, **options: object) -> Packing:
    address = Address.of(text, "queue", {"line": LINE}, str)
    return Packing(EventOptions.model_validate(options), address, "ce-", limit, aim)


def packed(parcel: Parcel, made: Packing) -> list[Message]:
    events = EventEncoder(delivery(Path("/nowhere")), made.options.decimals).encode(parcel.records)
    return list(made.messages(parcel, events))


def messages(records: Records, made: Packing) -> list[Message]:
    return packed(Parcel(records), made)


def numbers(message: Message) -> list[int]:
    return [event["data"]["line_no"] for event in json.loads(message.body)]


def test_one_event_is_one_message() -> None:
    """With the event's id, and its record's as the key of its order."""
    [first, second] = messages(lines(2), packing())
    assert first.id == "sage hq/C0:line:0%2F1#1700000000000000000"
    assert (second.address, second.key, second.headers, second.rows) == ("q", "sage hq/C0:line:1%2F1", None, (1,))


def test_binary_messages_have_headers() -> None:
    """The body is the data alone."""
    [made] = messages(lines(1), packing(mode="binary"))
    assert made.headers is not None
    assert made.headers["ce-type"] == "accounting.line.upserted.v1"
    assert json.loads(made.body)["line_no"] == 0


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({}, "application/cloudevents+json"),
        ({"batch": 2}, "application/cloudevents-batch+json"),
        ({"mode": "binary"}, "application/json"),
    ],
)
def test_the_content_type_says_what_a_body_is(options: dict[str, object], kind: str) -> None:
    """One event, an array of them, or data alone."""
    assert Packing(EventOptions.model_validate(options), packing().address, "ce-").content_type == kind


def test_a_batch_is_cut_at_its_number() -> None:
    """The last one has what is left, and each is known by its first event and how many follow."""
    made = messages(lines(5), packing(batch=2))
    assert [numbers(message) for message in made] == [[0, 1], [2, 3], [4]]
    assert [message.id.rpartition("#")[2] for message in made] == [
        "1700000000000000000+1",
        "1700000000000000002+1",
        "1700000000000000004",
    ]


def test_a_batch_has_one_address() -> None:
    """Events keep their order within it."""
    made = messages(lines(5, companies=2), packing("{company_id}", batch=10))
    assert {message.address: numbers(message) for message in made} == {"C0": [0, 2, 4], "C1": [1, 3]}


def test_a_batch_stays_within_the_size_that_a_message_may_have() -> None:
    """However many events that are."""
    one = len(messages(lines(1), packing())[0].body)
    made = messages(lines(9), packing(limit=3 * one + 20, batch=100))
    assert [number for message in made for number in numbers(message)] == list(range(9))
    assert all(len(message.body) <= 3 * one + 20 for message in made)
    assert len(made) == 3


def test_a_batch_aims_at_less_than_is_allowed() -> None:
    """Where a single event may be larger than the batches shall be."""
    one = len(messages(lines(1), packing())[0].body)
    made = messages(lines(4), packing(aim=2 * one + 20, batch=100))
    assert [numbers(message) for message in made] == [[0, 1], [2, 3]]
    alone = messages(lines(2), packing(aim=10, batch=100))
    assert [numbers(message) for message in alone] == [[0], [1]]


@pytest.mark.parametrize("mode", ["structured", "binary"])
@pytest.mark.parametrize("batch", [1, 10])
def test_an_event_that_is_too_large_is_refused(batch: int, mode: str) -> None:
    """It alone: it cannot be cut, and the others go on as they were."""
    if batch > 1 and mode == "binary":
        pytest.skip("binary messages hold one event")
    texts = pa.array(["good", "x" * 900, "good", "y" * 900])
    rows = lines(4).rows
    records = replace(lines(4), rows=rows.set_column(rows.schema.names.index("description"), "description", texts))
    parcel = Parcel(records)
    made = packed(parcel, packing(limit=900, batch=batch, mode=mode))
    assert [row for message in made for row in message.rows] == [0, 2]
    assert sorted(parcel.refused) == [1, 3]
    assert parcel.refused[1].endswith("bytes, and a message may have 900")


def test_a_message_that_is_refused_refuses_all_its_records() -> None:
    """With the receiver's words."""
    parcel = Parcel(lines(5))
    [_, second, _] = packed(parcel, packing(batch=2))
    second.refuse("no route")
    assert parcel.refused == {2: "no route", 3: "no route"}


def test_a_record_without_a_key_has_none() -> None:
    """So its order is kept with nothing."""
    assert messages(keyless(1), packing())[0].key == ""
