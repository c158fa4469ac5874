"""Records as Arrow rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa

from tests.mapping.thing import THING, batch_of, compiled, mapped

RAW = {"ID": ["1", "2", "3"], "A": ["x", "far too long", "z"]}


def test_columns_are_plain_arrow() -> None:
    """Strings, decimals, dates: exactly the types that a sink was told."""
    raw = {"A": ["1"], "D": [date(2024, 1, 2)]}
    fields = {"net": "A", "rate": "A", "count": "A", "flag": "A", "day": "D", "moment": "D", "name": "A"}
    rows = mapped(fields, raw).records[0].rows
    assert rows.schema == THING.arrow_schema()
    assert rows.column("name").type == pa.string()
    assert rows.column("moment").to_pylist() == [datetime(2024, 1, 2)]
    rows.validate(full=True)


def test_fields_that_are_not_mapped_are_null() -> None:
    """In batches of every size."""
    mapping = compiled({}, RAW)
    for count in (3, 1, 2):
        rows = mapping(batch_of({name: values[:count] for name, values in RAW.items()})).records[0].rows
        assert rows.column("day").to_pylist() == [None] * count


def test_records_know_their_rows() -> None:
    """Number, origin and time of change are those of the row that a record was made of."""
    batch = batch_of(RAW)
    changed = pa.array([datetime(2024, 1, day) for day in (1, 2, 3)], pa.timestamp("us"))
    for when, rows in ((None, [0, 2]), ("ID <> '1'", [2])):
        mapping = compiled({"name": "A"}, RAW, when=when)
        records = mapping(replace(batch, source_modified_at=changed)).records[0]
        assert records.source_rows.type == pa.int32()
        assert records.source_rows.to_pylist() == rows
        assert records.origin.to_pylist() == [f"row {row}" for row in rows]
        assert records.source_modified_at is not None
        assert records.source_modified_at.to_pylist() == [datetime(2024, 1, row + 1) for row in rows]


def test_ids_are_plain_text() -> None:
    """One for each record."""
    records = mapped({"name": "A"}, RAW).records[0]
    assert records.record_id.type == pa.string()
    assert records.record_id.to_pylist() == ["src/C:thing:1", "src/C:thing:3"]
