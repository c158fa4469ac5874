"""JSON Lines as they stand in the file."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sinks.text.jsonl import JsonLinesLayout
from legacy_adapters.sinks.text.settings import TextOptions

_COLUMNS: dict[str, pa.DataType] = {
    "name": pa.string(),
    "n": pa.int64(),
    "amount": pa.decimal128(28, 4),
    "rate": pa.decimal128(38, 12),
    "day": pa.date32(),
    "at": pa.timestamp("us", "UTC"),
    "open": pa.bool_(),
}
COLUMNS: pa.Schema = pa.schema(_COLUMNS)
FULL = {
    "name": 'Ærø "x"',
    "n": 7,
    "amount": Decimal("1.5"),
    "rate": Decimal("0.5"),
    "day": date(2024, 1, 31),
    "at": datetime(2024, 1, 31, 12, tzinfo=UTC),
    "open": True,
}


def lines(batch: pa.RecordBatch, **options: object) -> bytes:
    layout = JsonLinesLayout(batch.schema, {"amount": ""}, TextOptions.model_validate(options))
    return layout.header + layout.render(layout.text(batch))


def test_decimals_are_strings_by_default() -> None:
    """Most receivers read a JSON number as a double, and a cent would be lost."""
    made = lines(pa.RecordBatch.from_pylist([FULL], schema=COLUMNS)).decode()
    assert made == (
        '{"name":"Ærø \\"x\\"","n":7,"amount":"1.50","rate":"0.5","day":"2024-01-31",'
        '"at":"2024-01-31T12:00:00Z","open":true}\n'
    )


def test_decimals_can_be_numbers() -> None:
    """With the same digits, between any neighbours."""
    made = lines(pa.RecordBatch.from_pylist([FULL], schema=COLUMNS), decimals="number").decode()
    assert made.startswith('{"name":"Ærø \\"x\\"","n":7,"amount":1.50,"rate":0.5,"day":"2024-01-31"')
    assert list(json.loads(made)) == COLUMNS.names


@pytest.mark.parametrize("decimals", ["string", "number"])
def test_null_is_null_in_every_column(decimals: str) -> None:
    """No key is left out."""
    made = lines(pa.RecordBatch.from_pylist([{}], schema=COLUMNS), decimals=decimals)
    assert json.loads(made) == dict.fromkeys(COLUMNS.names)


def test_whole_numbers_stay_whole() -> None:
    """All 64 bits."""
    made = lines(pa.RecordBatch.from_pydict({"n": [2**63 - 1]}))
    assert made == b'{"n":9223372036854775807}\n'


def test_what_json_has_no_number_for_is_a_string() -> None:
    """Never null in place of a value."""
    batch = pa.RecordBatch.from_pydict({"x": pa.array([math.nan, math.inf, -math.inf, None, 1e300, 0.1], pa.float64())})
    found = [json.loads(line)["x"] for line in lines(batch).splitlines()]
    assert found == ["NaN", "Infinity", "-Infinity", None, 1e300, 0.1]


def test_names_of_columns_are_escaped() -> None:
    """A column may be called anything, also one that is written as a number."""
    batch = pa.RecordBatch.from_pydict({'a"b': ["x"], "c\\d": pa.array([1.5], pa.float64()), "*": ["y"], "": [True]})
    assert json.loads(lines(batch)) == {'a"b': "x", "c\\d": 1.5, "*": "y", "": True}


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_any_text_is_read_back_by_python(values: list[str]) -> None:
    """One line each, whatever breaks there are in the text."""
    made = lines(pa.RecordBatch.from_pydict({"name": pa.array(values, pa.string())}))
    assert [json.loads(line)["name"] for line in made.removesuffix(b"\n").split(b"\n")] == values


@given(st.lists(st.floats(), min_size=1))
def test_any_double_is_read_back(values: list[float]) -> None:
    """By its shortest digits."""
    made = lines(pa.RecordBatch.from_pydict({"x": pa.array(values, pa.float64())}))
    found = [float(json.loads(line)["x"]) for line in made.splitlines()]
    assert all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in zip(found, values, strict=True))
