"""What is selected of a table, and how the first rows change it."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from legacy_adapters.sources.database.sqlite_columns import CellColumn
from legacy_adapters.sources.database.sqlite_layout import Layout

NUMBER = CellColumn("N", '"N"', "mixed", number=True)
TEXT = CellColumn("T", '"T"', "text")
ROW = CellColumn("K", '"K"', "integer")


def head(n: Sequence[str | None], kinds: list[str]) -> pa.RecordBatch:
    """The first rows of N and their kinds, as the driver hands them over."""
    kind = pa.string() if any(cell is not None for cell in n) else pa.int64()
    return pa.RecordBatch.from_arrays([pa.array(n, kind), pa.array(kinds)], names=["n", "kinds"])


def test_the_rows_number_is_read_as_it_is() -> None:
    """It can be nothing but a whole number, so nothing is asked about it."""
    assert Layout((ROW,)).expressions() == ['"K"']


def test_one_column_more_tells_what_is_not_as_expected() -> None:
    """A number in a column of numbers, and text in one of text, cost a comparison each."""
    *cells, kinds = Layout((NUMBER, TEXT)).expressions()
    assert cells == ['CAST("N" AS TEXT)', 'CAST("T" AS TEXT)']
    assert kinds.startswith("""CASE WHEN +"N" COLLATE BINARY >= '' OR +"T" COLLATE BINARY >= x'' THEN""")


def test_a_layout_that_suits_stays() -> None:
    """A surprise now and then is no reason to begin again."""
    layout = Layout((NUMBER,))
    assert layout.suited(head(["1"] * 20 + ["x"], [""] * 20 + ["t"])) == layout


def test_another_kind_is_expected_where_most_are_of_it() -> None:
    """Dates in a column of numbers, say."""
    better = Layout((NUMBER,)).suited(head(["x", "y", "1"], ["t", "t", ""]))
    assert [column.number for column in better.columns] == [False]


def test_nulls_alone_make_a_column_sparse() -> None:
    """The driver has taken it for whole numbers."""
    better = Layout((NUMBER,)).suited(head([None, None], ["", ""]))
    assert better.sparse == {"N"}
    assert better.expressions()[:2] == ["""ifnull(CAST("N" AS TEXT), '')""", '"N" IS NULL']


def test_nulls_and_surprises_together() -> None:
    """A column that is null everywhere has no kind that surprises."""
    two = pa.RecordBatch.from_arrays(
        [pa.array([None] * 3, pa.int64()), pa.array(["a", "b", "c"]), pa.array([",b00", ",b01", ",b02"])],
        names=["n", "t", "kinds"],
    )
    better = Layout((NUMBER, TEXT)).suited(two)
    assert better.sparse == {"N"}
    assert [column.number for column in better.columns] == [True, False]
