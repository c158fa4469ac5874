"""Columns of Parquet, exact, with faults for what does not fit."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import MIXED
from legacy_adapters.sources.files.faults import Fault
from legacy_adapters.sources.files.parquet.cells import as_array, as_json, converted
from legacy_adapters.sources.files.parquet.types import target


def cells(column: Any, *, binary_as_text: bool = False) -> tuple[list[Any], list[Fault]]:
    """The cells of a column as it is handed over, and its faults."""
    faults: list[Fault] = []
    found = converted("a", column, faults, binary_as_text=binary_as_text)
    found.validate(full=True)
    return [
        cell["text"] + "#" * cell["number"] if isinstance(cell, dict) and found.type == MIXED else cell
        for cell in found.to_pylist()
    ], faults


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array([1, None], pa.uint8()), [1, None]),
        (pa.array([2**64 - 1], pa.uint64()), [Decimal(2**64 - 1)]),
        (
            pa.array([0.1, 1e-7, 3.4e38, float("nan"), None], pa.float32()),
            ["0.1#", "0.0000001#", "34" + "0" * 37 + "#", "nan", None],
        ),
        (pa.array([Decimal("0.01")], pa.decimal64(4, 2)), [Decimal("0.01")]),
        (pa.array([Decimal("1E-30")], pa.decimal256(50, 30)), ["0." + "0" * 29 + "1#"]),
        (pa.array([date(2024, 2, 29)], pa.date64()), [date(2024, 2, 29)]),
        (pa.array([time(1, 2, 3)], pa.time32("s")), [time(1, 2, 3)]),
        (pa.array([0], pa.timestamp("s", "Asia/Tokyo")), [datetime(1970, 1, 1, tzinfo=UTC)]),
        (pa.array([1_000], pa.timestamp("ns")), [datetime(1970, 1, 1, 0, 0, 0, 1)]),
        (pa.array(["a", None]).dictionary_encode(), ["a", None]),
        (pa.array([90], pa.duration("s")), ["90 s"]),
        (pa.nulls(2), [None, None]),
        (pa.array([[Decimal("1.50"), None], None]), ["[1.50,null]", None]),
        (pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())), ['[["k",1]]']),
    ],
    ids=str,
)
def test_cells_are_exact(column: Any, expected: list[Any]) -> None:
    """In the type of the column, without loss."""
    assert cells(column) == (expected, [])


def test_finer_than_a_microsecond() -> None:
    """Such a time is a fault; the others of its column are kept."""
    found, faults = cells(pa.array([1, 2000, None], pa.timestamp("ns")))
    assert found == [None, datetime(1970, 1, 1, 0, 0, 0, 2), None]
    assert faults == [(0, "a", "too_many_decimals", "1 ns since 1970")]
    assert cells(pa.array([1, 2000], pa.time64("ns")))[1] == [(0, "a", "too_many_decimals", "1 ns since 1970")]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (pa.array([2**62], pa.timestamp("us")), "4611686018427387904 us since 1970"),
        (pa.array([-(2**62)], pa.timestamp("us", "UTC")), "-4611686018427387904 us since 1970"),
        (pa.array([2**31 - 1], pa.int32()).cast(pa.date32()), "2147483647 days since 1970"),
    ],
)
def test_outside_the_calendar(column: Any, text: str) -> None:
    """Years that no calendar of ours has are faults, so that nobody stumbles over them later."""
    assert cells(column) == ([None], [(0, "a", "date_out_of_range", text)])


def test_the_ends_of_the_calendar() -> None:
    """The first and the last moment are good."""
    ends = [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)]
    assert cells(pa.array(ends, pa.timestamp("us"))) == (ends, [])
    days = [date(1, 1, 1), date(9999, 12, 31)]
    assert cells(pa.array(days)) == (days, [])


def test_bytes() -> None:
    """They are no text, unless the settings say so."""
    column = pa.array([b"\x00\xff", None, b"abc"])
    assert cells(column) == ([None] * 3, [(0, "a", "binary_value", "00ff"), (2, "a", "binary_value", "616263")])
    assert cells(column, binary_as_text=True) == ([None, None, "abc"], [(0, "a", "undecodable", "\0\\xff")])


def test_text_that_is_none() -> None:
    """Parquet says UTF-8, old writers wrote what they had."""
    raw = pa.array([b"M\xfcller", b"ok"])
    assert cells(raw.view(pa.string())) == ([None, "ok"], [(0, "a", "undecodable", "M\\xfcller")])


def test_uuids() -> None:
    """As people write them."""
    column = pa.array([UUID(int=5).bytes], pa.uuid())
    assert cells(column)[0] == ["00000000-0000-0000-0000-000000000005"]


@given(st.lists(st.floats(width=32) | st.none()))
def test_single_precision_is_its_shortest_decimal(values: list[float | None]) -> None:
    """Read back in single precision it is the same number."""
    found, _ = cells(pa.array(values, pa.float32()))
    for value, text in zip(values, found, strict=True):
        if value is not None and text.endswith("#"):
            assert "e" not in text
            assert pa.scalar(float(text[:-1]), pa.float32()).as_py() == value


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.integers() | st.text() | st.none() | st.booleans()
)
def test_json_has_no_binary_numbers(value: Any) -> None:
    """Decimals keep their digits, text is escaped."""
    text = as_json([value])
    assert text.startswith("[")
    if isinstance(value, Decimal):
        assert Decimal(text[1:-1]) == value


def test_json_of_times_and_bytes() -> None:
    """ISO 8601 and hexadecimal."""
    assert as_json([date(2024, 2, 29), time(1), b"\xff", 0.1, {"a": UUID(int=1)}]) == (
        '["2024-02-29","01:00:00","ff",0.1,{"a":"00000000-0000-0000-0000-000000000001"}]'
    )


def test_an_array_is_itself() -> None:
    """It has the type that was promised."""
    column = pa.array([1])
    assert as_array(column) is column
    assert target(column.type) == pa.int64()
