"""Raw rows as Arrow columns."""

from __future__ import annotations

import pyarrow as pa

from legacy_adapters.core.batch import MIXED
from legacy_adapters.mapping.raw_rows import RawRows, cells, in_type, nulls, shown
from tests.mapping.thing import batch_of, mixed


def test_cells_of_a_mixed_column() -> None:
    """A cell that is null has neither text nor kind, whatever lies below it."""
    below = pa.array(["a", "b"])
    column = pa.StructArray.from_arrays(
        [below, pa.array([True, True])], fields=list(MIXED), mask=pa.array([False, True])
    )
    text, number = cells(column)
    assert (text.to_pylist(), number.to_pylist()) == (["a", None], [True, None])
    assert shown(mixed(("1", True), None)).to_pylist() == ["1", None]
    assert shown(below) is below


def test_columns_without_values() -> None:
    """Of every type that is needed."""
    for kind in (pa.string(), pa.decimal128(28, 4), MIXED):
        assert nulls(2, kind).type == kind
        assert nulls(2, kind).null_count == 2


def test_a_column_is_cast_only_where_it_must_be() -> None:
    """The same type is the same column."""
    column = pa.array(["a"])
    assert in_type(column, pa.string()) is column
    assert in_type(column, pa.large_string()).type == pa.large_string()


def test_rows_as_they_were_read_have_no_doubles_of_a_hook() -> None:
    """A source's own doubles have a rule of their own."""
    assert RawRows(batch_of({"A": [1.5]}).rows).doubles == frozenset()
