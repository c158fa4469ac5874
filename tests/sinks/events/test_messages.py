"""Events put into messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Message, Packing
from legacy_adapters.sinks.events.options import EventOptions
from tests.sinks.events.samples import LINE, delivery, keyless, lines


def packing(text: str = "q", limit: int | None = None, **options: object) -> Packing:
    address = Address.of(text, "queue", {"line": LINE}, str)
    return Packing(EventOptions.model_validate(options), address, "ce-", limit)


def messages(records: Records, made: Packing) -> list[Message]:
    events = EventEncoder(delivery(Path("/nowhere")), made.options.decimals).encode(records)
    return list(made.messages(records, events))


def numbers(message: Message) -> list[int]:
    return [event["data"]["line_no"] for event in json.loads(message.body)]


def test_one_event_is_one_message() -> None:
    """With the event's id, and its record's as the key of its order."""
    [first, second] = messages(lines(2), packing())
    assert first.id == "sage hq/C0:line:0%2F1#1700000000000000000"
    assert (second.address, second.key, second.headers, second.events) == ("q", "sage hq/C0:line:1%2F1", None, 1)


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


@pytest.mark.parametrize("batch", [1, 10])
def test_an_event_that_is_too_large_names_its_record(batch: int) -> None:
    """It cannot be cut, and nothing is left out."""
    with pytest.raises(OutputError, match="bytes, and a message may have 500") as raised:
        messages(lines(2, description="x" * 500), packing(limit=500, batch=batch))
    assert raised.value.where == "line sage hq/C0:line:0%2F1"


def test_a_record_without_a_key_is_named_by_its_origin() -> None:
    """So that a person finds it."""
    with pytest.raises(OutputError) as raised:
        messages(keyless(1), packing(limit=10))
    assert raised.value.where == 'line T "0"'
    assert messages(keyless(1), packing())[0].key == ""
