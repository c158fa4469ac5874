"""Faults of several columns."""

from __future__ import annotations

from legacy_adapters.core.batch import FAULTS, WHOLE_ROW
from legacy_adapters.sources.files.desktop.faults import Fault, Faults


def test_faults_come_in_the_order_of_rows() -> None:
    """Columns are added one by one, rows are read one by one."""
    faults = Faults()
    faults.add("B", [Fault(3, "not_a_date", "x")])
    faults.add("A", [Fault(1, "not_a_number", "y"), Fault(3, "undecodable", "z")])
    found = faults.batch()
    assert found is not None
    assert found.schema == FAULTS
    assert [(row["row"], row["column"]) for row in found.to_pylist()] == [(1, "A"), (3, "B"), (3, "A")]


def test_a_faulty_row_has_no_faulty_cells() -> None:
    """What is no row has no cells to find fault with."""
    faults = Faults()
    faults.add(WHOLE_ROW, [Fault(0, "malformed", "?")])
    faults.add("A", [Fault(0, "not_a_number", "?"), Fault(1, "not_a_number", "!")])
    found = faults.batch({0})
    assert found is not None
    assert found.to_pylist() == [
        {"row": 0, "column": WHOLE_ROW, "code": "malformed", "text": "?"},
        {"row": 1, "column": "A", "code": "not_a_number", "text": "!"},
    ]


def test_no_fault_is_none() -> None:
    """Not an empty batch."""
    assert Faults().batch() is None
