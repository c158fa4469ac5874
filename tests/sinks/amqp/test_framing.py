"""Frames as pika itself reads them."""

from __future__ import annotations

from typing import Any

import pytest
from pika import exceptions, frame, spec

from legacy_adapters.sinks.amqp.framing import Framing
from legacy_adapters.sinks.answered import Parcel
from legacy_adapters.sinks.events.messages import Message
from tests.sinks.events.samples import lines


def message(body: bytes = b"{}", **given: Any) -> Message:
    default: dict[str, Any] = {"address": "gl.line", "id": "m1", "key": "", "headers": None}
    return Message(body=body, rows=(0,), parcel=Parcel(lines(1)), **(default | given))


def read(one: Message, largest: int = 131_072) -> tuple[spec.Basic.Publish, Any, bytes]:
    """Method, properties and body, by pika."""
    data = Framing(7, largest, "accounting", "application/json").frames(one)
    found = []
    while data:
        size, decoded = frame.decode_frame(data)
        assert decoded is not None
        assert decoded.channel_number == 7
        assert size <= largest
        found.append(decoded)
        data = data[size:]
    method, header, *bodies = found
    body = b"".join(one.fragment for one in bodies)
    assert header.body_size == len(body)
    return method.method, header.properties, body


def test_a_message_is_persistent_and_must_be_routed() -> None:
    """With exchange, routing key, content type and id."""
    method, properties, body = read(message(b'{"a":1}'))
    assert (method.exchange, method.routing_key, method.mandatory) == ("accounting", "gl.line", True)
    assert (properties.content_type, properties.delivery_mode) == ("application/json", 2)
    assert (properties.message_id, properties.headers, body) == ("m1", None, b'{"a":1}')


def test_headers_are_texts() -> None:
    """In any language, also longer than 255 bytes."""
    headers = {"ce-id": "Größe", "ce-origin": "x" * 1000, "ce-empty": ""}
    assert read(message(headers=headers))[1].headers == headers


@pytest.mark.parametrize("size", [0, 1, 92, 93, 184, 1000])
def test_a_body_is_cut_into_frames(size: int) -> None:
    """Each as large as the server allows at most."""
    body = bytes(range(256)) * 4
    assert read(message(body[:size]), largest=100)[2] == body[:size]


def test_an_id_that_is_too_long_is_left_out() -> None:
    """The property has 255 bytes; the event itself has the whole id."""
    assert read(message(id="é" * 127 + "x"))[1].message_id == "é" * 127 + "x"
    assert read(message(id="é" * 128))[1].message_id is None


def test_a_routing_key_that_is_too_long_is_an_error() -> None:
    """Cut off it would be another one."""
    with pytest.raises(exceptions.ShortStringTooLong):
        read(message(address="x" * 256))


def test_many_routing_keys_do_not_fill_the_memory() -> None:
    """What is remembered of them has a limit."""
    framing = Framing(1, 4096, "", "application/json")
    for number in range(20_100):
        framing.frames(message(address=f"k{number}"))
    assert len(framing._methods) <= 10_001
