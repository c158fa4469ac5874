"""Cells as Arrow columns, and faults for what a column cannot hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import MIXED, is_allowed
from legacy_adapters.core.reject import REASONS
from legacy_adapters.sources.files.spreadsheet.cell import Cell, Number, Odd
from legacy_adapters.sources.files.spreadsheet.columns import TYPES, Column, Holds, holds, to_batch


def column(kind: Holds, *cells: Cell) -> tuple[list[Any], list[Any]]:
    """The cells of one column, and its faults without its name."""
    batch, faults = to_batch([Column("a", 0, kind)], [[cell] for cell in cells], [])
    batch.validate(full=True)
    found = [] if faults is None else [(f["row"], f["code"], f["text"]) for f in faults.to_pylist()]
    return batch.column(0).to_pylist(), found


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ([date(2024, 1, 1), None], "date"),
        ([date(2024, 1, 1), datetime(2024, 1, 1, 1)], "timestamp"),
        ([True, False, " "], "boolean"),
        ([date(2024, 1, 1), "never"], "mixed"),
        ([True, Number("1")], "mixed"),
        ([Odd("error_value", "#N/A"), True], "boolean"),
        ([], "mixed"),
    ],
)
def test_what_a_column_holds(cells: Sequence[Cell], kind: Holds) -> None:
    """It is typed only if nothing else is there; errors and blanks say nothing."""
    assert holds(cells) == kind


def test_mixed_cells() -> None:
    """Each keeps its text, and numbers are marked; dates and truth values are spelt out."""
    cells, faults = column("mixed", "0012", Number("12"), None, True, date(2024, 2, 29))
    assert cells == [
        {"text": "0012", "number": False},
        {"text": "12", "number": True},
        None,
        {"text": "true", "number": False},
        {"text": "2024-02-29", "number": False},
    ]
    assert faults == []


def test_dates() -> None:
    """A time at midnight is a day; text, numbers and times are faults."""
    cells, faults = column(
        "date", date(2024, 1, 1), datetime(2024, 1, 2), "n/a", Number("45000"), datetime(2024, 1, 1, 8), " "
    )
    assert cells == [date(2024, 1, 1), date(2024, 1, 2), None, None, None, None]
    assert faults == [(2, "not_a_date", "n/a"), (3, "not_a_date", "45000"), (4, "not_a_date", "2024-01-01 08:00:00")]


def test_moments_and_truth_values() -> None:
    """A day is a moment at midnight; what is neither is a fault."""
    assert column("timestamp", date(2024, 1, 1), "x") == ([datetime(2024, 1, 1), None], [(1, "not_a_date", "x")])
    assert column("boolean", True, None, Number("1")) == ([True, None, None], [(2, "not_a_boolean", "1")])


def test_odd_cells() -> None:
    """They are null in every kind of column."""
    for kind in TYPES:
        assert column(kind, Odd("error_value", "#N/A")) == ([None], [(0, "error_value", "#N/A")])


def test_half_a_surrogate() -> None:
    """What is no character is a fault that shows it."""
    assert column("mixed", "a\ud800", "b") == ([None, {"text": "b", "number": False}], [(0, "undecodable", "a\\ud800")])


def test_all_types_are_allowed() -> None:
    """They are of the closed list, and the reasons known."""
    assert all(is_allowed(kind) for kind in TYPES.values())
    assert {"error_value", "no_result", "not_a_date", "not_a_boolean", "undecodable"} <= REASONS.keys()
    assert Column("a", 0, "mixed").field == pa.field("a", MIXED)


def test_rows_without_columns_are_counted() -> None:
    """Where no column is wanted, the rows are still there."""
    batch, faults = to_batch([], [["a"], ["b"]], [(1, "", "malformed", "x")])
    assert batch.num_rows == 2
    assert faults is not None
    assert faults.num_rows == 1
