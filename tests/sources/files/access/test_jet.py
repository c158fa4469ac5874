"""The two layouts agree with themselves."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.jet import JET3, JET4, Jet


@pytest.mark.parametrize("layout", [JET3, JET4])
def test_offsets_are_in_their_order(layout: Jet) -> None:
    """What stands in a definition stands one behind the other, and a column's parts within it."""
    parts = [layout.table_rows, layout.table_kind, layout.variable_columns, layout.columns, layout.real_indexes]
    assert sorted(parts) == parts
    assert layout.used_pages < layout.first_column
    assert max(layout.number, layout.variable_index, layout.flags, layout.fixed_offset) < layout.length
    assert layout.length + 2 <= layout.column_size


def test_sizes_are_those_of_the_types() -> None:
    """Currency and doubles have eight bytes, a decimal seventeen."""
    assert (jet.FIXED_SIZES[jet.CURRENCY], jet.FIXED_SIZES[jet.DOUBLE], jet.FIXED_SIZES[jet.NUMERIC]) == (8, 8, 17)
    assert not {jet.TEXT, jet.MEMO, jet.OLE, jet.BOOLEAN} & jet.FIXED_SIZES.keys()
