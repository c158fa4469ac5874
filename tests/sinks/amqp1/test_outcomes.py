"""Every outcome of a message: taken, refused for itself, or an error of the run."""

from __future__ import annotations

from pathlib import Path

import pytest
from proton import Condition, Delivery

from legacy_adapters.core.errors import AccessDenied, LegacyAdaptersError, OutputError, Unavailable
from tests.sinks.amqp1.receiver import receiving, with_state
from tests.sinks.amqp1.samples import answers, error


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
