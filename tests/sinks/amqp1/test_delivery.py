"""The AMQP 1.0 sink and a receiver that settles messages in every way; with RabbitMQ it is tested in ``tests/service``."""

from __future__ import annotations

import json
import threading
from contextlib import closing
from pathlib import Path

import pytest
from proton import Condition, Delivery

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.core.protocols import Answering, Receipt, Refusal, Sink
from legacy_adapters.sinks.amqp1.delivery import part
from legacy_adapters.sinks.amqp1.settings import Amqp1Sink
from tests.sinks.amqp1.receiver import Receiver, accepted, receiving, with_state
from tests.sinks.events.samples import delivery, lines


def sink(receiver: Receiver, **settings: object) -> Amqp1Sink:
    given: dict[str, object] = {"url": receiver.url, "address": "books.{entity}"}
    return Amqp1Sink.model_validate(given | settings)


def opened(settings: Amqp1Sink, folder: Path) -> closing[Sink]:
    return closing(settings.open(delivery(folder), None))


def answers(receiver: Receiver, folder: Path, **settings: object) -> tuple[list[Receipt], list[Refusal]]:
    """What is said of five records."""
    with opened(sink(receiver, **settings), folder) as out:
        out.write(lines(5))
        out.commit()
        assert isinstance(out, Answering)
        return list(out.receipts()), list(out.refusals())


def error(receiver: Receiver, folder: Path) -> LegacyAdaptersError:
    with pytest.raises(LegacyAdaptersError) as raised:
        answers(receiver, folder)
    return raised.value


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
    assert [len(json.loads(bytes(message.body))) for message in receiver.messages] == [2, 2, 1]
    assert (receipt.records, receipt.last - receipt.first) == (5, 4)


@pytest.mark.parametrize(
    ("settling", "words"),
    [
        (with_state(Delivery.REJECTED, at=2), "rejected, without a reason"),
        (
            with_state(Delivery.REJECTED, at=2, condition=Condition("amqp:invalid-field", "no such account")),
            "amqp:invalid-field: no such account",
        ),
        (with_state(Delivery.MODIFIED, at=2, undeliverable=True), "modified: undeliverable here"),
    ],
    ids=["rejected", "with a reason", "undeliverable"],
)
def test_a_record_that_is_refused(settling: object, words: str, tmp_path: Path) -> None:
    """By itself, in the receiver's words; the others are taken."""
    with receiving(settling) as receiver:
        [receipt], [refusal] = answers(receiver, tmp_path)
    assert receipt.records == 4
    assert refusal.words == words
    assert refusal.record.record_id.to_pylist() == ["sage hq/C0:line:2%2F1"]


def test_all_of_a_message_of_several_are_refused(tmp_path: Path) -> None:
    """Each by itself."""
    with receiving(with_state(Delivery.REJECTED, at=1)) as receiver:
        [receipt], refusals = answers(receiver, tmp_path, batch=2)
    assert receipt.records == 3
    assert [refusal.record.source_rows.to_pylist() for refusal in refusals] == [[2], [3]]


@pytest.mark.parametrize(
    ("settling", "product", "kind"),
    [
        (with_state(Delivery.RELEASED), "", Unavailable),
        (with_state(Delivery.MODIFIED), "", Unavailable),
        (with_state(Delivery.RELEASED), "RabbitMQ", OutputError),
        (with_state(Delivery.REJECTED), "RabbitMQ", OutputError),
        (with_state(Delivery.REJECTED, condition=Condition("amqp:unauthorized-access")), "", AccessDenied),
        (with_state(Delivery.REJECTED, condition=Condition("amqp:resource-limit-exceeded")), "", OutputError),
        (with_state(Delivery.REJECTED, condition=Condition("com.microsoft:server-busy")), "", Unavailable),
    ],
    ids=["released", "modified", "no route", "full", "no right", "full as told", "busy"],
)
def test_what_is_not_of_one_record(
    settling: object, product: str, kind: type[LegacyAdaptersError], tmp_path: Path
) -> None:
    """Ends the run, with the message and what to do."""
    with receiving(settling, product) as receiver:
        found = error(receiver, tmp_path)
    assert type(found) is kind
    assert "sage hq/C0:line:0" in found.where
    assert found.hint


def test_settled_in_any_order(tmp_path: Path) -> None:
    """The first message is settled last; the window is small."""
    held: list[Delivery] = []

    def settle(number: int, one: Delivery) -> None:
        if number == 0:
            held.append(one)
            return
        accepted(number, one)
        if number == 4:
            accepted(0, held.pop())

    with receiving(settle) as receiver:
        [receipt], refusals = answers(receiver, tmp_path, window=3)
    assert (receipt.records, refusals) == (5, [])


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


@pytest.mark.parametrize(
    ("condition", "kind"),
    [("amqp:not-found", ConfigError), ("amqp:unauthorized-access", AccessDenied), ("amqp:internal-error", Unavailable)],
)
def test_an_address_that_cannot_be_attached_to(
    condition: str, kind: type[LegacyAdaptersError], tmp_path: Path
) -> None:
    """It is named, before anything is sent."""
    with receiving(refuses=Condition(condition, "said so")) as receiver:
        found = error(receiver, tmp_path)
    assert type(found) is kind
    assert found.where == "books.line"
    assert "said so" in found.message


def test_it_stays_connected_while_nothing_is_sent(tmp_path: Path) -> None:
    """The receiver hangs up on those who are silent for a second."""
    with receiving(idle=1.0) as receiver, opened(sink(receiver), tmp_path) as out:
        out.write(lines(1))
        out.commit()
        # There is no event to wait for: nothing must happen.
        threading.Event().wait(2.5)
        out.write(lines(1))
        out.commit()
    assert len(receiver.messages) == 2


def test_more_addresses_than_are_held_open(tmp_path: Path) -> None:
    """All are attached to, one after the other; each gets its own."""
    with receiving() as receiver, opened(sink(receiver, address="books.{line_no}"), tmp_path) as out:
        out.write(lines(450))
        out.commit()
    assert len(set(receiver.addresses)) == 450
    assert all(message.address == f"books.{n}" for n, message in enumerate(receiver.messages))
