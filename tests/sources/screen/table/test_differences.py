"""What became of columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.table.differences import column_differences

BEFORE = ["Date", "Voucher", "Account", "Text", "Amount"]


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        (BEFORE, []),
        (["Date", "Account", "Text", "Voucher", "Amount"], ["column 'Voucher' moved from 2 to 4"]),
        (["Date", "Voucher", "Account", "Description", "Amount"], ["column 'Text' is called 'Description' now (at 4)"]),
        (["No.", *BEFORE], ["new column 'No.' at 1"]),
        (["Date", "Voucher", "Text", "Amount"], ["column 'Account' is gone (it was at 3)"]),
        (["Date", "Voucher", "Account", "Text", "", "Amount"], ["new column without a name at 5"]),
        (
            ["Voucher", "Date", "Account", "Amount", "Currency"],
            [
                "column 'Date' moved from 1 to 2",
                "column 'Text' is gone (it was at 4)",
                "new column 'Currency' at 5",
            ],
        ),
        (
            ["Datum", "Beleg", "Konto", "Text", "Betrag"],
            [
                "column 'Date' is called 'Datum' now (at 1)",
                "column 'Voucher' is called 'Beleg' now (at 2)",
                "column 'Account' is called 'Konto' now (at 3)",
                "column 'Amount' is called 'Betrag' now (at 5)",
            ],
        ),
        ([], [f"column {name!r} is gone (it was at {place})" for place, name in enumerate(BEFORE, 1)]),
    ],
)
def test_each_difference_is_a_line(after: list[str], lines: list[str]) -> None:
    """Moved, renamed, new and missing columns are told apart; making room is no move."""
    assert list(column_differences(BEFORE, after)) == lines


def test_columns_of_one_name() -> None:
    """The second of two columns of one name is another column than the first."""
    assert column_differences(["Amount", "Amount"], ["Amount"]) == ("column 'Amount' is gone (it was at 2)",)


NAMES = st.lists(st.sampled_from(["A", "B", "C", "D", ""]), max_size=7)


@given(before=NAMES, after=NAMES)
def test_no_line_only_for_the_same(before: list[str], after: list[str]) -> None:
    """There is nothing to say if, and only if, the headers are the same."""
    assert (column_differences(before, after) == ()) == (before == after)


@given(before=NAMES, after=NAMES)
def test_missing_and_new_columns_add_up(before: list[str], after: list[str]) -> None:
    """The columns before, less those gone, plus those new, are as many as the columns after."""
    lines = column_differences(before, after)
    gone = sum(" is gone " in line for line in lines)
    new = sum(line.startswith("new column") for line in lines)
    assert len(before) - gone + new == len(after)


@given(names=st.lists(st.sampled_from("ABCDEFGH"), unique=True, min_size=2), data=st.data())
def test_one_column_that_was_moved_is_one_line(names: list[str], data: st.DataObject) -> None:
    """Wherever a single column goes, only one column is said to have moved."""
    after = list(names)
    after.insert(data.draw(st.integers(0, len(names) - 1)), after.pop(data.draw(st.integers(0, len(names) - 1))))
    assert len(column_differences(names, after)) == (after != names)
