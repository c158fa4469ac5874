"""What a receiver has to answer for the records that it is given, for the suites of sinks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from legacy_adapters.core.protocols import Answering, Receipt, Refusal, Sink
from legacy_adapters.core.records import Records

REFUSED = 41
"""Which of a hundred lines is to be refused."""


@dataclass(slots=True)
class Accounts:
    """What a sink was given, and what its receiver answered."""

    written: int = 0
    receipts: list[Receipt] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """How many records the receipts speak of."""
        return sum(receipt.records for receipt in self.receipts)


def answers(sink: Sink, batches: Sequence[Sequence[Records]]) -> Accounts:
    """A whole run with a commit behind each of the batches; asks for the answers as a run does. Skips the test for a
    sink that gives none."""
    if not isinstance(sink, Answering):
        pytest.skip("its receiver does not answer")
    accounts = Accounts()
    for each in batches:
        for records in each:
            sink.write(records)
            accounts.written += records.count
        sink.commit()
        _ask(sink, accounts)
    sink.publish()
    _ask(sink, accounts)
    assert not sink.receipts(), "a receipt is given once"
    assert not sink.refusals(), "a refusal is told once"
    return accounts


def _ask(sink: Answering, accounts: Accounts) -> None:
    accounts.receipts += sink.receipts()
    accounts.refusals += sink.refusals()


def hundred_rows() -> list[dict[str, object]]:
    """The values of a hundred lines that every receiver takes."""
    return [
        {
            "company_id": "C0",
            "line_no": n,
            "description": f"line {n}",
            "amount": Decimal(n) / 4,
            "currency_code": "EUR",
            "posted_on": date(2024, 1, 1 + n % 28),
            "is_open": True,
        }
        for n in range(100)
    ]


def check_answers(accounts: Accounts) -> None:
    """Every record is accounted for, and each receipt says what proves it."""
    assert accounts.taken + len(accounts.refusals) == accounts.written
    assert all(receipt.records > 0 for receipt in accounts.receipts)
    assert all(receipt.first <= receipt.last for receipt in accounts.receipts)
    assert all(receipt.answer for receipt in accounts.receipts)


def check_refusal(accounts: Accounts, written: Records) -> None:
    """The one record was refused with the receiver's words, and the others were taken."""
    check_answers(accounts)
    [refusal] = accounts.refusals
    assert refusal.record.count == 1
    assert refusal.record.record_id.equals(written.record_id.slice(REFUSED, 1))
    assert refusal.record.rows.equals(written.rows.slice(REFUSED, 1))
    assert refusal.record.sequences.equals(written.sequences.slice(REFUSED, 1))
    assert refusal.words
    assert accounts.taken == written.count - 1
