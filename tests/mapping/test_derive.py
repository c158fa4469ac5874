"""What an entity derives between its fields."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.mapping.derive import derive
from legacy_adapters.mapping.rows import Rows
from legacy_adapters.schema.entity import Difference
from tests.mapping.thing import mapped, reasons

NET = {"net": "N", "debit": "D", "credit": "C"}


def derived(net: str | None, debit: str | None, credit: str | None) -> list[Decimal | None] | str:
    """The three amounts of a row, or the code why it was set aside."""
    result = mapped(NET, {"N": [net], "D": [debit], "C": [credit]})
    if result.rejects:
        return result.rejects[0].reasons[0].code
    row = result.records[0].rows.to_pylist()[0]
    return [row["net"], row["debit"], row["credit"]]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ((None, "10", None), (10, 10, None)),
        ((None, None, "10"), (-10, None, 10)),
        ((None, "10", "3.5"), ("6.5", 10, "3.5")),
        ((None, "-10", None), (-10, -10, None)),
        ((None, None, "-10"), (10, None, -10)),
        (("10", None, None), (10, 10, None)),
        (("-10", None, None), (-10, None, 10)),
        (("0", None, None), (0, 0, None)),
        (("6.5", "10", "3.5"), ("6.5", 10, "3.5")),
        (("10", "10", None), (10, 10, None)),
        ((None, None, None), (None, None, None)),
        ((None, "0", "0"), (0, 0, 0)),
    ],
)
def test_what_is_missing_follows_from_the_rest(
    given_: tuple[str | None, ...], expected: tuple[int | str | None, ...]
) -> None:
    """The difference from its sides, with a missing side as 0; the sides from the difference; negative sides stay."""
    assert derived(*given_) == [None if value is None else Decimal(value) for value in expected]


@pytest.mark.parametrize("amounts", [("10", "9", None), ("10", None, "10"), ("1", "3", "1.9999"), ("0", "1", None)])
def test_what_contradicts_is_a_reject(amounts: tuple[str | None, ...]) -> None:
    """To the last digit."""
    assert derived(*amounts) == "amount_mismatch"


def test_the_reason_is_the_differences() -> None:
    """It shows the amount as it came."""
    result = mapped(NET, {"N": ["7,50"], "D": ["10"], "C": [None]}, locale={"decimal": ","})
    assert reasons(result) == [("row 0", "net", "amount_mismatch", "7,50")]


def test_a_row_at_fault_already_is_left_alone() -> None:
    """A side that could not be read contradicts nothing."""
    result = mapped(NET, {"N": ["1"], "D": ["x"], "C": ["1"]})
    assert reasons(result) == [("row 0", "debit", "not_a_number", "x")]


def test_fields_that_are_not_mapped_are_filled() -> None:
    """Only the sides, or only the difference, need to be mapped."""
    rows = mapped({"debit": "D"}, {"D": ["1", None]}).records[0].rows
    assert rows.column("net").to_pylist() == [1, None]
    rows = mapped({"net": "N"}, {"N": ["1", "-2"]}).records[0].rows
    assert rows.column("debit").to_pylist() == [1, None]
    assert rows.column("credit").to_pylist() == [None, 2]


def test_a_difference_that_does_not_fit_is_a_fault() -> None:
    """Of 24 digits before the point; the value that was derived is shown as far as there is one."""
    most = "9" * 24
    result = mapped({"debit": "D", "credit": "C"}, {"D": [most], "C": ["-" + most]})
    assert reasons(result) == [("row 0", "net", "number_too_large", None)]


def test_a_difference_beyond_all_digits_is_a_fault() -> None:
    """Quantities take all digits that there are: what Polars cannot calculate is at fault, and only that."""
    kind = pl.Decimal(38, 12)
    rows = Rows(2, dict.fromkeys(("a", "b", "c"), kind))
    most = Decimal("9" * 26)
    rows.values = {"b": pl.Series([most, Decimal(1)], dtype=kind), "c": pl.Series([-most, Decimal(2)], dtype=kind)}
    derive(rows, [Difference("a", "b", "c")])
    assert rows.faults["a"].to_list() == ["number_too_large", None]
    assert rows.values["a"].to_list() == [None, -1]


AMOUNTS = st.none() | st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20
)


@given(AMOUNTS, AMOUNTS)
def test_the_difference_is_exact(debit: Decimal | None, credit: Decimal | None) -> None:
    """As Python's own decimals have it."""
    expected = None if debit is None and credit is None else (debit or Decimal(0)) - (credit or Decimal(0))
    row = (
        mapped({"debit": "D", "credit": "C"}, {"D": [_text(debit)], "C": [_text(credit)]})
        .records[0]
        .rows.to_pylist()[0]
    )
    assert row["net"] == expected


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")
