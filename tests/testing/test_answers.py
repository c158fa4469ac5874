"""The suite notices a sink whose receiver does not account for every record, or refuses the wrong one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from legacy_adapters.core.protocols import Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.answered import Answered, Parcel
from legacy_adapters.testing.answers import REFUSED, Accounts, answers, check_answers, check_refusal, hundred_rows
from legacy_adapters.testing.sinks import a_hundred


class Taking:
    """A sink that takes everything, and says so."""

    def __init__(self, bad: int | None = None) -> None:
        self.answered, self.bad = Answered(), bad

    def write(self, records: Records) -> None:
        parcel = Parcel(records)
        if self.bad is not None:
            parcel.refuse([self.bad], "no")
        self.answered.settle(parcel, "taken")

    def commit(self) -> Token:
        return ""

    def publish(self) -> Token:
        return ""

    def outputs(self) -> Sequence[str]:
        return ()

    def close(self) -> None:
        """Holds nothing."""

    def receipts(self) -> Sequence[Receipt]:
        return self.answered.receipts()

    def refusals(self) -> Sequence[Refusal]:
        return self.answered.refusals()


class Forgetful(Taking):
    """Tells the same again and again."""

    def receipts(self) -> Sequence[Receipt]:
        return [Receipt("line", 1, 1, 1, "again")]


HUNDRED = a_hundred(hundred_rows())


def test_one_that_accounts_for_all_passes() -> None:
    """Whether or not a record was refused."""
    check_answers(answers(Taking(), [[HUNDRED], [HUNDRED]]))
    check_refusal(answers(Taking(REFUSED), [[HUNDRED]]), HUNDRED)


def test_another_record_than_the_bad_one_is_noticed() -> None:
    """A refusal that names its neighbour rejects a good record."""
    with pytest.raises(AssertionError):
        check_refusal(answers(Taking(REFUSED + 1), [[HUNDRED]]), HUNDRED)


def test_the_same_receipt_again_is_noticed() -> None:
    """It would be counted twice."""
    with pytest.raises(AssertionError, match="given once"):
        answers(Forgetful(), [[HUNDRED]])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: replace(found, written=101),
        lambda found: replace(found, receipts=[replace(found.receipts[0], answer="")]),
        lambda found: replace(found, receipts=[replace(found.receipts[0], first=10**9)]),
        lambda found: replace(found, receipts=[*found.receipts, replace(found.receipts[0], records=0)]),
    ],
    ids=["one is missing", "no proof", "a range that is none", "a receipt for nothing"],
)
def test_accounts_that_are_wrong_are_noticed(spoil: Callable[[Accounts], Accounts]) -> None:
    """Each by itself."""
    with pytest.raises(AssertionError):
        check_answers(spoil(answers(Taking(), [[HUNDRED]])))
