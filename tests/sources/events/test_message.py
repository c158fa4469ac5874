"""Messages taken apart."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from legacy_adapters.queues.cloudevents import BATCHED, STRUCTURED
from legacy_adapters.sources.events.message import Event, Message, attributes_in, events_of
from tests.sources.events.samples import message


def only(one: Message) -> Event:
    [found] = events_of(one)
    return found


def test_a_structured_event_has_its_attributes_and_data() -> None:
    """In one document."""
    found = only(message({"specversion": "1.0", "id": "1", "data": {"a": 1}})._replace(content_type=STRUCTURED))
    assert (found.attributes, found.data, found.problem) == ({"specversion": "1.0", "id": "1"}, {"a": 1}, "")


@pytest.mark.parametrize("prefix", ["ce-", "CE-", "cloudEvents:", "cloudEvents_", "ce_"])
def test_a_binary_event_has_its_attributes_in_headers(prefix: str) -> None:
    """As the bindings of protocols write them."""
    found = only(message({"a": 1}, **{f"{prefix}specversion": "1.0", f"{prefix}id": "1", "other": "x"}))
    assert (found.attributes, found.data) == ({"specversion": "1.0", "id": "1"}, {"a": 1})


@pytest.mark.parametrize("content_type", [BATCHED, f"{BATCHED}; charset=utf-8", ""])
def test_a_batch_has_several(content_type: str) -> None:
    """In their order, each by itself; what is none of them is one with a problem."""
    found = list(events_of(message([{"id": "1", "data": {}}, 5])._replace(content_type=content_type)))
    assert [event.attributes for event in found] == [{"id": "1"}, {}]
    assert [bool(event.problem) for event in found] == [False, True]


def test_numbers_are_exact() -> None:
    """No double on the way."""
    data = only(
        message(b'{"id": "1", "data": {"a": 0.10, "b": 12345678901234567890.1234, "c": 9007199254740993}}')
    ).data
    assert data == {"a": Decimal("0.10"), "b": Decimal("12345678901234567890.1234"), "c": 9007199254740993}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"id": "1", "data": NaN}',
        b'{"id": "1", "id": "2", "data": {}}',
        b"[" * 100_000,
        b'{"id": ' + b"9" * 5_000 + b"}",
        b"5",
        b'{"data": {}}',
    ],
)
def test_what_is_no_event_has_a_problem_and_stays_whole(body: bytes) -> None:
    """It is neither an exception nor an event without attributes."""
    found = only(message(body))
    assert found.problem
    assert found.whole == body.decode("utf-8", "backslashreplace")


def test_a_batch_that_is_none() -> None:
    """The content type says so, and the body says otherwise."""
    assert "array" in only(message({"id": "1"})._replace(content_type=BATCHED)).problem


def test_whole_is_everything_that_came() -> None:
    """Attributes, data, and numbers with all digits."""
    found = only(message(b'{"id": "1", "data": {"a": 0.10}}'))
    assert json.loads(found.whole) == {"id": "1", "data": {"a": "0.10"}}


def test_headers_of_the_protocol_are_no_attributes() -> None:
    """Only what has a prefix is one."""
    assert attributes_in({"Nats-Msg-Id": "1", "ce-id": "2"}) == {"id": "2"}
