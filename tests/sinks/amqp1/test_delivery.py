"""What the AMQP 1.0 sink makes of records; with RabbitMQ it is tested in ``tests/service``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from legacy_adapters.core.protocols import Answering
from legacy_adapters.sinks.amqp1.delivery import part
from tests.sinks.amqp1.receiver import receiving
from tests.sinks.amqp1.samples import answers, opened, sink
from tests.sinks.events.samples import lines


def test_address_and_subject_have_values_of_the_record(tmp_path: Path) -> None:
    """One link for each address; receipts are told by address."""
    with receiving() as receiver, opened(sink(receiver, subject="{company_id}.{operation}"), tmp_path) as out:
        out.write(lines(2, companies=2))
        out.commit()
        assert isinstance(out, Answering)
        assert [receipt.answer for receipt in out.receipts()] == ["books.line accepted delivery tags 2 to 3"]
    assert receiver.addresses == ["books.line"]
    assert [message.subject for message in receiver.messages] == ["C0.upsert", "C1.upsert"]
    assert {message.address for message in receiver.messages} == {"books.line"}


def test_values_become_parts_of_addresses() -> None:
    """What divides an address is percent-encoded."""
    assert part("a/b.c?d#1 ä") == "a%2Fb%2Ec%3Fd#1 %C3%A4"


def test_batches_are_arrays(tmp_path: Path) -> None:
    """A receipt counts records, not messages."""
    with receiving() as receiver:
        [receipt], _ = answers(receiver, tmp_path, batch=2)
    assert [len(json.loads(body)) for body in receiver.bodies] == [2, 2, 1]
    assert (receipt.records, receipt.last - receipt.first) == (5, 4)


@pytest.mark.parametrize("batch", [1, 3])
def test_the_server_says_what_is_too_large(batch: int, tmp_path: Path) -> None:
    """When one attaches: the record is refused without being sent, and batches stay within it."""
    with receiving(largest=20_000) as receiver, opened(sink(receiver, batch=batch), tmp_path) as out:
        out.write(lines(60))
        out.write(lines(1, description="x" * 20_000))
        out.commit()
        assert isinstance(out, Answering)
        assert [receipt.records for receipt in out.receipts()] == [60]
        [refusal] = out.refusals()
    assert refusal.record.count == 1
    assert "bytes" in refusal.words
