"""The fields of a Paradox table."""

from __future__ import annotations

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import is_allowed
from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.paradox.fields import KINDS, parse_fields
from tests.sources.files.paradox.tables import P, header

TYPES = [
    (P("A", 1, 20), pa.string()),
    (P("D", 2, 4), pa.date32()),
    (P("S", 3, 2), pa.int64()),
    (P("I", 4, 4), pa.int64()),
    (P("$", 5, 8), pa.float64()),
    (P("N", 6, 8), pa.float64()),
    (P("L", 9, 1), pa.bool_()),
    (P("M", 12, 30), pa.string()),
    (P("B", 13, 10), pa.string()),
    (P("F", 14, 20), pa.string()),
    (P("O", 15, 10), pa.string()),
    (P("G", 16, 10), pa.string()),
    (P("T", 20, 4), pa.time64("us")),
    (P("@", 21, 8), pa.timestamp("us")),
    (P("+", 22, 4), pa.int64()),
    (P("#", 23, 4), pa.decimal128(32, 4)),
    (P("Y", 24, 16), pa.string()),
]


def test_each_type_has_a_column() -> None:
    """All that there are, each of a type that a reader may hand over."""
    assert {field.kind for field, _ in TYPES} == set(KINDS)
    found = parse_fields(header([field for field, _ in TYPES], 0, 0), len(TYPES), 0x78, 12, "t.db")
    assert [field.type for field in found] == [kind for _, kind in TYPES]
    assert all(is_allowed(field.type) for field in found)


@pytest.mark.parametrize(
    "wrong", [P("?", 7, 4), P("D", 2, 5), P("N", 6, 4), P("A", 1, 0), P("M", 12, 9), P("#", 23, 33)]
)  # fmt: skip
def test_an_unknown_type_is_refused(wrong: P) -> None:
    """Its records could not be told apart."""
    with pytest.raises(BadPart, match=f"t.db: has a field of the unknown type {wrong.kind} and {wrong.size} bytes"):
        parse_fields(header([wrong], 0, 0), 1, 0x78, 12, "t.db")
