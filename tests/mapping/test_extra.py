"""What was not mapped, kept."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pyarrow as pa

from legacy_adapters.core.reject import row_as_json
from tests.mapping.thing import batch_of, compiled, mapped, mixed

RAW = {
    "ID": ["1", "2"],
    "b": ['say "ä"\n', None],
    "a": pa.array([Decimal("1.50"), None], pa.decimal128(9, 2)),
    "d": pa.array([date(2024, 1, 2), None]),
    "m": mixed(("007", True), None),
    "f": pa.array([True, None]),
    "N": ["n", "n"],
}


def test_the_rest_is_kept_as_json() -> None:
    """With sorted keys, texts as they are, numbers and dates as text, nothing lost."""
    records = mapped({"name": "N"}, RAW, keep_extra="true").records[0]
    assert records.rows.schema.names[-1] == "extra"
    first, second = records.rows.column("extra").to_pylist()
    assert json.loads(first or "") == {"a": "1.50", "b": 'say "ä"\n', "d": "2024-01-02", "f": True, "m": "007"}
    assert list(json.loads(first or "")) == ["a", "b", "d", "f", "m"]
    assert json.loads(second or "") == dict.fromkeys("abdfm")


def test_it_is_written_as_rejects_are() -> None:
    """The values are those that a reject's row has."""
    rest = {name: values for name, values in RAW.items() if name not in ("ID", "N")}
    extra = mapped({"name": "N"}, RAW, keep_extra="true").records[0].rows.column("extra").to_pylist()[0]
    assert json.loads(extra or "") == json.loads(row_as_json(batch_of(rest).rows.to_pylist()[0]))


def test_all_columns_are_read_then() -> None:
    """What is not mapped is needed all the same."""
    assert compiled({}, RAW, keep_extra="true").columns == tuple(RAW)
    assert compiled({}, RAW).columns == ("ID",)


def test_without_a_rest_there_is_none() -> None:
    """The column is there, and empty."""
    records = mapped({}, {"ID": ["1"]}, keep_extra="true").records[0]
    assert records.rows.column("extra").to_pylist() == [None]
