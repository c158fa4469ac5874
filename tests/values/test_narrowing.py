"""A column of mixed cells gets the narrowest type that holds all of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import MIXED
from legacy_adapters.values.narrowing import narrowed


def mixed(cells: Sequence[tuple[str | None, bool]]) -> pa.ChunkedArray[Any]:
    return pa.chunked_array([pa.array([{"text": text, "number": number} for text, number in cells], MIXED)])


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        ([("1", True), ("-20", True), (None, False)], pa.int64(), [1, -20, None]),
        ([("1", True), ("0.5", True)], pa.decimal128(38, 1), [Decimal("1.0"), Decimal("0.5")]),
        ([("1", True), ("x", False)], pa.string(), ["1", "x"]),
        ([("0012", False), ("7", True)], pa.string(), ["0012", "7"]),
        ([(None, False)], pa.int64(), [None]),
        ([], pa.int64(), []),
        ([("99999999999999999999", True)], pa.decimal128(38, 0), [Decimal("99999999999999999999")]),
        ([("1.0e+300", True)], pa.string(), ["1.0e+300"]),
    ],
)
def test_the_type_follows_the_cells(
    cells: list[tuple[str | None, bool]], kind: pa.DataType, values: list[object]
) -> None:
    """Whole numbers, else decimals, else text; a text of digits keeps its leading zeros."""
    found = narrowed(mixed(cells))
    assert (found.type, found.to_pylist()) == (kind, values)


def test_other_columns_are_left_alone() -> None:
    """Only mixed cells are narrowed."""
    column = pa.chunked_array([pa.array(["1", "2"])])
    assert narrowed(column) is column


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12)))
def test_numbers_keep_their_value(numbers: list[Decimal]) -> None:
    """Whatever the type becomes."""
    found = narrowed(mixed([(format(number, "f"), True) for number in numbers]))
    assert [Decimal(str(value)) for value in found.to_pylist()] == numbers
