"""What a driver says of a column becomes an Arrow type, and its values become SQL of ODBC's own."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import MIXED, is_allowed
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.odbc_types import arrow_type, column_of, text_literal


@pytest.mark.parametrize(
    ("python", "digits", "decimals", "kind"),
    [
        (int, 19, 0, pa.int64()),
        (float, 17, 0, pa.float64()),
        (bool, 1, 0, pa.bool_()),
        (str, 60, 0, pa.string()),
        (bytearray, 255, 0, pa.string()),
        (date, 10, 0, pa.date32()),
        (datetime, 26, 6, pa.timestamp("us")),
        (time, 8, 0, pa.time64("us")),
        (Decimal, 18, 2, pa.decimal128(18, 2)),
        (Decimal, 38, 38, pa.decimal128(38, 38)),
        (Decimal, 0, 0, MIXED),
        (Decimal, 39, 2, MIXED),
        (Decimal, 5, -2, MIXED),
        (Decimal, 2, 5, MIXED),
        (object, 0, 0, pa.string()),
    ],
)
def test_types_hold_what_is_declared(python: type, digits: int, decimals: int, kind: pa.DataType) -> None:
    """Decided from the declaration alone, never from a batch."""
    assert arrow_type(python, digits, decimals) == kind
    assert is_allowed(kind)


@pytest.mark.parametrize(
    ("python", "decimals", "value", "sql"),
    [
        (int, 0, Value("7", number=True), "7"),
        (Decimal, 2, Value("-1.50", number=True), "-1.50"),
        (Decimal, 2, Value("1 OR 1=1"), "'1 OR 1=1'"),
        (date, 0, Value("2024-01-31"), "{d '2024-01-31'}"),
        (datetime, 6, Value("2024-01-31 12:00:00.000001"), "{ts '2024-01-31 12:00:00.000001'}"),
        (str, 0, Value("it's \\"), "'it''s \\'"),
    ],
)
def test_values_are_written_in_odbcs_own_sql(python: type, decimals: int, value: Value, sql: str) -> None:
    """Times in braces, which every driver turns into what its database takes."""
    order = column_of("a", '"a"', python, 18, decimals).order
    assert order is not None
    assert order.term == '"a"'
    assert order.literal(value) == sql


@pytest.mark.parametrize(("python", "decimals"), [(float, 0), (bool, 0), (bytearray, 0), (time, 0), (datetime, 7)])
def test_values_that_do_not_come_exactly_order_nothing(python: type, decimals: int) -> None:
    """A datetime2(7) is cut by the driver: rows would be skipped, or read twice."""
    assert column_of("a", '"a"', python, 10, decimals).order is None


def test_backslash_is_doubled_where_it_is_an_escape() -> None:
    """Else the quote behind it would be part of the text."""
    order = column_of("a", "`a`", str, 9, 0, backslash=True).order
    assert order is not None
    assert order.literal(Value("\\' OR 1=1 --")) == "'\\\\'' OR 1=1 --'"


@given(st.text(max_size=20))
def test_texts_cannot_be_left(text: str) -> None:
    """Every quote is doubled."""
    sql = text_literal(Value(text))
    assert sql[1:-1].replace("''", "'") == text
    assert sql[1:-1].replace("''", "").count("'") == 0
