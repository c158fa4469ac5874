"""Few receipts for many messages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.protocols import Receipt, Refusal
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.answered import MOST_REFUSED, Parcel
from legacy_adapters.sinks.events.answers import Answers
from legacy_adapters.sinks.events.messages import Message
from legacy_adapters.sinks.events.outgoing import Outgoing
from tests.sinks.events.samples import lines

MESSAGE = Message("books", "1", "k", b"", None, (0,), Parcel(lines(1)))


def sent(*rows: int, records: Records | None = None) -> Outgoing:
    records = records or lines(10)
    return Outgoing(MESSAGE, records, list(range(100, 110)), rows)


def answers() -> Answers[str]:
    return Answers(lambda place, low, high: f"{place} {low}-{high}")


def test_what_was_taken_is_added_up_by_entity_and_place() -> None:
    """Records, the lowest and the highest of their numbers, and of the receiver's own."""
    found = answers()
    for rows, place, number in [((3, 4), "a", 7), ((0,), "a", 9), ((9,), "a", 8), ((5,), "b", 1)]:
        found.taken(sent(*rows), place, number)
    found.taken(sent(1, records=replace(lines(10), entity="party")), "a", 2)
    assert found.receipts() == [
        Receipt("line", 4, 100, 109, "a 7-9"),
        Receipt("line", 1, 105, 105, "b 1-1"),
        Receipt("party", 1, 101, 101, "a 2-2"),
    ]
    assert found.receipts() == []
    assert found.records == 6


def test_refusals_are_told_once() -> None:
    """In their order."""
    found = answers()
    refusals = [Refusal(lines(1), "first"), Refusal(lines(1), "second")]
    for refusal in refusals:
        found.refused([refusal])
    assert found.refusals() == refusals
    assert found.refusals() == []


def test_too_many_refusals() -> None:
    """It is no matter of records any more."""
    with pytest.raises(OutputError, match="records were refused"):
        answers().refused([Refusal(lines(1), "no")] * (MOST_REFUSED + 1))
