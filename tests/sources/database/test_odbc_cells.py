"""Cells of a driver become columns; what its column cannot hold is a fault with its text."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import FAULTS, MIXED
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.odbc_cells import cells_of, faults_of, order_of, plain, value_of
from legacy_adapters.sources.database.odbc_types import OdbcColumn, column_of


def _column(python: type, digits: int = 18, decimals: int = 2) -> OdbcColumn:
    return column_of("c", '"c"', python, digits, decimals)


def _spelt(kind: pa.DataType) -> OdbcColumn:
    return OdbcColumn("c", '"c"', 'CAST("c" AS text)', kind, str, None, spelt=True)


@pytest.mark.parametrize(
    ("python", "cells"),
    [
        (int, [1, None, -(2**63)]),
        (float, [0.1, None]),
        (bool, [True, None, False]),
        (str, ["", None, "ÆØÅ"]),
        (date, [date(1, 1, 1), None]),
        (datetime, [datetime(2024, 1, 31, 12, 0, 0, 1), None]),
        (time, [time(23, 59, 59, 999999), None]),
        (Decimal, [Decimal("12.50"), None, Decimal("-0.01")]),
        (int, []),
        (int, [None]),
    ],
)
def test_good_cells_come_as_they_are(python: type, cells: list[Any]) -> None:
    """A whole column at once, nulls included."""
    found, faults = cells_of(_column(python), cells)
    assert found.to_pylist() == cells
    assert faults == []


@pytest.mark.parametrize(
    ("python", "cell", "code", "text"),
    [
        (int, 2**63, "number_too_large", "9223372036854775808"),
        (int, 1.5, "not_an_integer", "1.5"),
        (int, "x", "not_an_integer", "x"),
        (int, b"\x00\xff", "binary_value", "00FF"),
        (bool, 1, "not_a_boolean", "1"),
        (float, "x", "not_a_number", "x"),
        (date, datetime(2024, 1, 31, 12), "not_a_date", "2024-01-31 12:00:00"),
        (datetime, date(2024, 1, 31), "not_a_date", "2024-01-31"),
        (Decimal, Decimal("1.239"), "too_many_decimals", "1.239"),
        (Decimal, Decimal("1E+20"), "number_too_large", "100000000000000000000"),
        (Decimal, Decimal("NaN"), "not_a_number", "NaN"),
        (Decimal, Decimal("-Infinity"), "not_a_number", "-Infinity"),
        (Decimal, 1.5, "not_a_number", "1.5"),
    ],
)
def test_what_does_not_fit_is_a_fault(python: type, cell: Any, code: str, text: str) -> None:
    """Never cut, rounded or taken for something else; its neighbours stay."""
    good = {
        int: 7,
        bool: True,
        float: 0.5,
        date: date(2024, 1, 1),
        datetime: datetime(2024, 1, 1),
        Decimal: Decimal("7.00"),
    }
    found, faults = cells_of(_column(python), [good[python], cell, None])
    assert found.to_pylist() == [good[python], None, None]
    assert faults == [(1, "c", code, text)]


@given(st.lists(st.one_of(st.none(), st.decimals(allow_nan=True, allow_infinity=True)), max_size=8))
def test_decimals_are_exact_or_at_fault(cells: list[Decimal | None]) -> None:
    """What is in the column is what was there; everything else is a fault."""
    found, faults = cells_of(_column(Decimal, 20, 4), cells)
    at_fault = {row for row, *_ in faults}
    for row, (cell, kept) in enumerate(zip(cells, found.to_pylist(), strict=True)):
        assert (kept is None) == (cell is None or row in at_fault)
        assert kept is None or kept == cell


def test_zeros_behind_the_point_are_no_excess() -> None:
    """1.2300000 is 1.23."""
    assert cells_of(_column(Decimal), [Decimal("1.2300000"), Decimal("0E-10"), 2**70]) == cells_of(
        _column(Decimal), [Decimal("1.23"), Decimal("0.00"), 2**70]
    )


def test_text_columns_take_anything_as_text() -> None:
    """Numbers without an exponent, times in ISO form, bytes as hexadecimal digits."""
    cells = ["a", 1, Decimal("1E+3"), 1.5, datetime(2024, 1, 31, 12), date(2024, 1, 31), time(1, 2), b"\xff", None]
    found, faults = cells_of(_column(str), cells)
    assert found.to_pylist() == ["a", "1", "1000", "1.5", "2024-01-31 12:00:00", "2024-01-31", "01:02:00", "FF", None]
    assert faults == []


def test_mixed_columns_tell_numbers_from_text() -> None:
    """NaN is none."""
    found, _ = cells_of(_column(Decimal, 0, 0), [Decimal("1E+3"), Decimal("NaN"), "x", None])
    assert found.to_pylist() == [
        {"text": "1000", "number": True}, {"text": "NaN", "number": False}, {"text": "x", "number": False}, None
    ]  # fmt: skip


def test_spelt_cells_are_read_as_postgresql_writes_them() -> None:
    """The server's text is typed with its masks."""
    found, faults = cells_of(_spelt(pa.date32()), ["2024-01-31", "infinity", None])
    assert found.to_pylist() == [date(2024, 1, 31), None, None]
    assert faults == [(1, "c", "date_out_of_range", "infinity")]
    assert cells_of(_spelt(pa.bool_()), ["true", "false"])[0].to_pylist() == [True, False]


def test_order_is_whole_numbers_mixed_or_text() -> None:
    """As a position needs it."""
    assert order_of(_column(int), [1, None]).to_pylist() == [1, None]
    assert order_of(_column(Decimal), [Decimal("1.50")]).to_pylist() == [{"text": "1.50", "number": True}]
    assert order_of(_column(datetime), [datetime(2024, 1, 31)]).to_pylist() == ["2024-01-31 00:00:00"]
    assert order_of(_spelt(pa.timestamp("us")), ["infinity"]).to_pylist() == ["infinity"]
    assert order_of(_spelt(pa.int64()), ["7"]).to_pylist() == [7]
    assert order_of(_spelt(pa.decimal128(5, 2)), ["NaN", "1.50"]).type == MIXED


def test_values_know_whether_they_are_numbers() -> None:
    """For the highest watermark."""
    assert value_of(None) is None
    assert value_of(7) == Value("7", number=True)
    assert value_of(Decimal("1.50")) == Value("1.50", number=True)
    assert value_of(datetime(2024, 1, 31)) == Value("2024-01-31 00:00:00")
    assert value_of("7") == Value("7")


def test_faults_have_their_form() -> None:
    """None where there are none."""
    assert faults_of([]) is None
    found = faults_of([(3, "c", "not_a_date", "x")])
    assert found is not None
    assert found.schema == FAULTS
    assert found.to_pylist() == [{"row": 3, "column": "c", "code": "not_a_date", "text": "x"}]


def test_plain_text_has_no_exponent() -> None:
    """Also of the smallest decimal."""
    assert plain(Decimal("1E-7")) == "0.0000001"
    assert plain(None) == "None"
