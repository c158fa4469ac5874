"""What becomes of a record that its receiver refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa

from legacy_adapters.core.checkpoint import Delivered
from legacy_adapters.core.protocols import Refusal
from legacy_adapters.runs.delivery.refused import count_refused, count_written, reject_of
from tests.sinks.samples import records_of

AMOUNTS = {
    "amount": pa.array([Decimal("10.2500"), None, Decimal("-3.0000")], pa.decimal128(22, 4)),
    "rate": pa.array([Decimal("1.5")] * 3, pa.decimal128(28, 12)),
}


def test_amounts_are_added_up_and_taken_back() -> None:
    """To the cent; rates are not."""
    records = records_of(pa.RecordBatch.from_pydict(AMOUNTS))
    delivered = Delivered(produced=3)
    count_written(delivered, records)
    assert (delivered.delivered, delivered.sums) == (3, {"amount": Decimal("7.2500")})
    for row in (0, 1):
        count_refused(delivered, Refusal(records.slice(row, 1), "no"))
    assert (delivered.delivered, delivered.refused, delivered.sums) == (1, 2, {"amount": Decimal("-3.0000")})
    assert delivered.balanced


def test_a_refusal_is_a_reject_with_the_receivers_words() -> None:
    """And with the record whole; where there are several sinks, it names the one."""
    record = replace(records_of(pa.RecordBatch.from_pydict(AMOUNTS)), stream="gl").slice(2, 1)
    reject = reject_of(Refusal(record, "400 no such account"), "bus")
    assert (reject.stream, reject.origin, reject.record_id) == ("gl", "T 2", "s/2")
    assert json.loads(reject.row) == {"amount": "-3.0000", "rate": "1.500000000000"}
    assert reject.reasons[0].message == (
        "row to bus: the receiver does not take it, whatever is done ('400 no such account')"
    )
    assert reject_of(Refusal(record, "no")).identity != reject.identity
