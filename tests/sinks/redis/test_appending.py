"""Commands as redis-py itself would pack them."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from redis.connection import Connection

from legacy_adapters.sinks.answered import Parcel
from legacy_adapters.sinks.events.messages import Message
from legacy_adapters.sinks.redis.appending import Appending
from tests.sinks.events.samples import lines


def message(body: bytes = b"{}", headers: Mapping[str, str] | None = None, address: str = "s") -> Message:
    return Message(address, "m#1", "", body, headers, (0,), Parcel(lines(1)))


def packed(*arguments: str | bytes) -> bytes:
    """By redis-py."""
    return b"".join(Connection().pack_command(*arguments))  # type: ignore[no-untyped-call]


def test_a_message_is_appended_with_its_id() -> None:
    """At the end, whatever is there."""
    expected = packed("XADD", "s", "*", "id", "m#1", "event", b"{}")
    assert Appending([], "event").packed(message()) == expected


def test_options_stand_before_the_entry() -> None:
    """As Redis wants them."""
    made = Appending(["NOMKSTREAM", "MAXLEN", "~", "10"], "events").packed(message())
    assert made == packed("XADD", "s", "NOMKSTREAM", "MAXLEN", "~", "10", "*", "id", "m#1", "events", b"{}")


@given(st.binary(), st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))))
def test_any_bytes_and_any_text_are_packed(body: bytes, headers: dict[str, str]) -> None:
    """Also line ends, which part the protocol's pieces."""
    pairs = [text for pair in headers.items() for text in pair]
    expected = packed("XADD", "s", "*", "id", "m#1", *pairs, "data", body)
    assert Appending([], "data").packed(message(body, headers)) == expected


def test_many_streams_do_not_fill_the_memory() -> None:
    """What is remembered of them has a limit."""
    appending = Appending([], "event")
    for number in range(20_100):
        appending.packed(message(address=f"s{number}"))
    assert len(appending._starts) <= 10_001
