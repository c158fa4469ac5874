"""Rows before they are pieces."""

from __future__ import annotations

import pyarrow as pa

from legacy_adapters.core.batch import FAULTS
from legacy_adapters.sources.files.xml.rows import Fault, RowList, Rows, joined

SCHEMA = pa.schema([("a", pa.string()), ("b", pa.string())])


def rows(*cells: tuple[str | None, str | None], faults: tuple[int, ...] = ()) -> Rows:
    found = RowList(list(cells), [str(n) for n in range(len(cells))])
    found.faults += [Fault(row, "a", "repeated_field", "x") for row in faults]
    return found.take(SCHEMA)


def test_rows_become_columns() -> None:
    """Empty texts are none, and the list is empty afterwards."""
    collected = RowList([("1", ""), (None, "2")], ["x", "y"])
    found = collected.take(SCHEMA)
    assert found.cells.to_pydict() == {"a": ["1", None], "b": [None, "2"]}
    assert found.origin.to_pylist() == ["x", "y"]
    assert len(collected.take(SCHEMA)) == 0


def test_faults_keep_to_their_rows() -> None:
    """When rows are cut and joined."""
    found = joined([rows(("1", "2"), faults=(0,)), rows(("3", "4"), ("5", "6"), faults=(1,))], SCHEMA)
    assert [fault.row for fault in found.faults] == [0, 2]
    assert [fault.row for fault in found.slice(1, 2).faults] == [1]
    assert found.slice(1, 1).fault_batch() is None
    batch = found.fault_batch()
    assert batch is not None
    assert batch.schema.equals(FAULTS)
    assert len(joined([], SCHEMA)) == 0
