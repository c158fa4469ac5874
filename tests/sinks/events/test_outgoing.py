"""Messages know the records that are in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.records import Records
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Packing
from legacy_adapters.sinks.events.options import EventOptions
from legacy_adapters.sinks.events.outgoing import Outbox, Outgoing
from tests.sinks.events.samples import LINE, delivery, lines


def outbox(folder: Path, limit: int | None = None, address: str = "books.{company_id}", **options: Any) -> Outbox:
    given = delivery(folder)
    made = Address.of(address, "address", {"line": LINE}, str)
    packing = Packing(EventOptions.model_validate(options), made, "ce-", limit)
    return Outbox(packing, EventEncoder(given, "string"))


def data(sent: Outgoing) -> list[int]:
    """The line numbers in a message's body."""
    whole = json.loads(sent.message.body)
    return [event.get("data", event)["line_no"] for event in (whole if isinstance(whole, list) else [whole])]


def numbers(sent: Outgoing) -> list[int]:
    """The line numbers of the records that it is said to hold."""
    found: list[Any] = sent.records.rows.column("line_no").take(list(sent.rows)).to_pylist()
    return found


def large(count: int, *rows: int) -> Records:
    """Lines, some of which are too large."""
    records = lines(count, companies=3)
    texts = ["x" * (5_000 if row in rows else 10) for row in range(count)]
    position = LINE.get_field_index("description")
    return Records(
        entity="line",
        rows=records.rows.set_column(position, LINE.field(position), pa.array(texts)),
        source_rows=records.source_rows,
        origin=records.origin,
        record_id=records.record_id,
        stamp=records.stamp,
        first_sequence=records.first_sequence,
    )


@pytest.mark.parametrize("options", [{}, {"mode": "binary"}, {"batch": 4}, {"batch": 100}], ids=repr)
@pytest.mark.parametrize("address", ["books", "books.{company_id}"])
def test_a_message_has_the_records_that_it_says(options: dict[str, Any], address: str, tmp_path: Path) -> None:
    """Singly and in batches, to one address and to several; with their sequences."""
    messages, refused = outbox(tmp_path, address=address, **options).pack(lines(25, companies=3))
    found = list(messages)
    assert refused == []
    assert [data(sent) for sent in found] == [numbers(sent) for sent in found]
    assert sorted(row for sent in found for row in sent.rows) == list(range(25))
    assert found[0].sequences == lines(25).sequences.to_pylist()


@pytest.mark.parametrize("options", [{}, {"mode": "binary"}, {"batch": 4}], ids=repr)
def test_what_is_too_large_is_refused_by_itself(options: dict[str, Any], tmp_path: Path) -> None:
    """The others keep their numbers."""
    messages, refused = outbox(tmp_path, 4_000, **options).pack(large(9, 0, 5))
    found = list(messages)
    assert [data(sent) for sent in found] == [numbers(sent) for sent in found]
    assert sorted(sent.sequences[row] - 1_700_000_000_000_000_000 for sent in found for row in sent.rows) == [
        1, 2, 3, 4, 6, 7, 8,
    ]  # fmt: skip
    assert [refusal.record.source_rows.to_pylist() for refusal in refused] == [[0], [5]]
    assert all("a message may have 4,000" in refusal.words for refusal in refused)
    told: list[Any] = [refusal.record.sequences.to_pylist()[0] for refusal in refused]
    assert [number % 10 for number in told] == [0, 5]


def test_when_all_are_too_large(tmp_path: Path) -> None:
    """There is no message."""
    messages, refused = outbox(tmp_path, 4_000).pack(large(2, 0, 1))
    assert (list(messages), len(refused)) == ([], 2)


def test_a_message_is_refused_record_by_record(tmp_path: Path) -> None:
    """Each is handed back as it was given."""
    messages, _ = outbox(tmp_path, batch=2, address="books").pack(lines(4))
    refusals = list(messages)[1].refused("no such account")
    assert [refusal.record.source_rows.to_pylist() for refusal in refusals] == [[2], [3]]
    assert {refusal.words for refusal in refusals} == {"no such account"}
