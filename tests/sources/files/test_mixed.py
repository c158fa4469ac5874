"""Numbers with their plain text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import MIXED
from legacy_adapters.sources.files.mixed import as_mixed

CASES: list[tuple[Any, list[str | None]]] = [
    (pa.array([0.1, 1e-7, -3.4e38, None], pa.float32()), ["0.1#", "0.0000001#", "-34" + "0" * 37 + "#", None]),
    (pa.array([float("nan"), float("inf"), 0.1 + 0.2]), ["nan", "inf", "0.30000000000000004#"]),
    (
        pa.array([Decimal("1E-30"), Decimal("7")], pa.decimal256(50, 30)),
        ["0." + "0" * 29 + "1#", "7." + "0" * 30 + "#"],
    ),
]


@pytest.mark.parametrize(("column", "expected"), CASES)
def test_numbers_are_plain(column: Any, expected: list[str | None]) -> None:
    """Shortest, without an exponent, marked as numbers; what is none is text."""
    found = as_mixed(column)
    found.validate(full=True)
    assert found.type == MIXED
    assert [None if cell is None else cell["text"] + "#" * cell["number"] for cell in found.to_pylist()] == expected
