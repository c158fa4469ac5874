"""What a receiver took and what it refused, until somebody asks."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.protocols import Receipt, Refusal
from legacy_adapters.sinks.answered import MOST_REFUSED, Answered, Parcel, named, refused_error
from tests.sinks.events.samples import keyless, lines

FIRST = lines(1).first_sequence


def test_all_are_taken_but_those_that_are_refused() -> None:
    """The receipt counts them, and goes from the lowest to the highest number among them."""
    parcel, answered = Parcel(lines(5)), Answered()
    parcel.refuse([0, 3], "no")
    answered.settle(parcel, "tags 1–3")
    assert answered.taken == 3
    assert answered.receipts() == [Receipt("line", 3, FIRST + 1, FIRST + 4, "tags 1–3")]
    assert [(one.record.first_sequence, one.record.count, one.words) for one in answered.refusals()] == [
        (FIRST, 1, "no"),
        (FIRST + 3, 1, "no"),
    ]


def test_each_is_told_once() -> None:
    """The next time one asks it is of what came since."""
    answered = Answered()
    answered.settle(Parcel(lines(2)), "one")
    assert len(answered.receipts()) == 1
    assert (list(answered.receipts()), list(answered.refusals())) == ([], [])
    answered.settle(Parcel(lines(2)), "two")
    assert [receipt.answer for receipt in answered.receipts()] == ["two"]


def test_records_that_were_events_before_keep_their_numbers() -> None:
    """Which need not rise."""
    records = replace(lines(4), sequence=pa.array([9, 4, 12, 1], pa.int64()))
    parcel = Parcel(records)
    assert parcel.receipt("a") == Receipt("line", 4, 1, 12, "a")
    parcel.refuse([2, 3], "no")
    assert parcel.receipt("a") == Receipt("line", 2, 4, 9, "a")


def test_where_all_are_refused_there_is_no_receipt() -> None:
    """Nothing was taken."""
    parcel, answered = Parcel(lines(2)), Answered()
    parcel.refuse([0, 1], "no")
    answered.settle(parcel, "a")
    assert (answered.taken, len(answered.receipts()), len(answered.refusals())) == (0, 0, 2)


def test_what_another_has_is_added() -> None:
    """Behind what there is."""
    parcel, one, other = Parcel(lines(3)), Answered(), Answered()
    parcel.refuse([1], "no")
    one.settle(Parcel(lines(2)), "one")
    other.settle(parcel, "other")
    one.add(other)
    assert one.taken == 4
    assert [receipt.answer for receipt in one.receipts()] == ["one", "other"]
    assert [refusal.words for refusal in one.refusals()] == ["no"]


def test_too_many_end_the_run() -> None:
    """So many are no matter of records, and would fill the memory."""
    parcel = Parcel(lines(MOST_REFUSED + 1))
    parcel.refuse(range(MOST_REFUSED + 1), "no route")
    with pytest.raises(OutputError, match=r"10,001 records were refused.*no route"):
        Answered().settle(parcel, "a")


def refusals(count: int, words: str) -> list[Refusal]:
    records = lines(count)
    return [Refusal(records.slice(row, 1), words) for row in range(count)]


def test_one_is_named_with_the_receivers_words() -> None:
    """And with what to do."""
    error = refused_error(refusals(1, "422: no such account"))
    assert error.message == "1 record was refused: line sage hq/C0:line:0%2F1 (422: no such account)"
    assert error.where == "line sage hq/C0:line:0%2F1"
    assert "other records were taken" in error.hint


def test_of_many_the_first_are_named() -> None:
    """And counted."""
    error = refused_error(refusals(1_200, "400"))
    assert error.message.startswith("1,200 records were refused: line sage hq/C0:line:0%2F1 (400); line sage hq/C0:")
    assert error.message.endswith("and 1,195 more")


def test_a_record_without_a_key_is_named_by_its_origin() -> None:
    """So that a person finds it."""
    assert named(keyless(1)) == 'line T "0"'
