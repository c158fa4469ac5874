"""Messages on the wire, as the client's own decoder reads them."""

from __future__ import annotations

from typing import Any

import pytest
from proton import Message as Decoded

from legacy_adapters.sinks.amqp1.encoding import MessageEncoder
from legacy_adapters.sinks.answered import Parcel
from legacy_adapters.sinks.events.messages import Message
from tests.sinks.events.samples import lines

LONG = "ö" * 300
PARCEL = Parcel(lines(1))


def decoded(message: Message, *, subject: str = "", is_grouped: bool = True) -> Any:
    found = Decoded()
    encoder = MessageEncoder("application/json", is_grouped=is_grouped)
    # The second time from what is kept of the first.
    first, second = (encoder.encode(message, "books", subject) for _ in range(2))
    assert first == second
    found.decode(first)
    return found


@pytest.mark.parametrize("text", ["short ä", LONG], ids=["short", "long"])
def test_every_part_is_there(text: str) -> None:
    """Also texts of more than 255 bytes, and a body of any bytes."""
    body = bytes(range(256)) * 300
    found = decoded(
        Message("ignored", f"id {text}", f"key {text}", body, {f"ce:{text}": text, "b": ""}, (0,), PARCEL), subject=text
    )
    assert found.durable
    assert (found.id, found.group_id, found.subject, found.address) == (f"id {text}", f"key {text}", text, "books")
    assert (found.content_type, bytes(found.body)) == ("application/json", body)
    assert found.properties == {f"ce:{text}": text, "b": ""}


def test_what_a_message_does_not_have() -> None:
    """Is null, or left out."""
    found = decoded(Message("ignored", "1", "", b"", None, (0,), PARCEL))
    assert (found.subject, found.group_id, found.properties, bytes(found.body)) == (None, None, None, b"")
    assert decoded(Message("ignored", "1", "key", b"", None, (0,), PARCEL), is_grouped=False).group_id is None
