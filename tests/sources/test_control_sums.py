"""Counts and sums of what was read, beside what a source states."""

from __future__ import annotations

import json
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.control_sums import COUNT, FEW, ControlSums


def rows(*amounts: str | None) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"Amount": pa.array(amounts, pa.string())})


@pytest.mark.parametrize(("stated", "right"), [("2", True), ("2.0", True), ("3", False), ("two", False)])
def test_the_count_is_compared(stated: str, right: bool) -> None:
    """As a number, however it is written."""
    sums = ControlSums(["Amount"], ".")
    sums.add(rows("1.10", "2.20"))
    assert (sums.difference(COUNT, stated, "screen") == "") == right


@pytest.mark.parametrize("many", [2, FEW + 1])
def test_sums_are_exact_whether_few_or_many_are_read_at_once(many: int) -> None:
    """Tenths add up to what a person expects."""
    sums = ControlSums(["Amount"], ",")
    sums.add(rows(*["1.000,10"] * many))
    assert sums.sums["Amount"] == Decimal("1000.10") * many
    assert sums.difference("Amount", "1", "screen") == (
        f"the screen states 1 as the sum of Amount, and its rows give {(Decimal('1000.10') * many).normalize():f}"
    )


@given(st.lists(st.decimals(-(10**9), 10**9, places=2).map(str)), st.integers(0, 30))
def test_sums_go_on_from_their_state(amounts: list[str], at: int) -> None:
    """Also through JSON."""
    first = ControlSums(["Amount"], ".")
    first.add(rows(*amounts[:at]))
    second = ControlSums.of(["Amount"], ".", json.loads(json.dumps(first.state())))
    second.add(rows(*amounts[at:]))
    assert (second.rows, second.sums["Amount"]) == (len(amounts), sum(map(Decimal, amounts)))
