"""A stream without a mapping."""

from __future__ import annotations

from datetime import date

from legacy_adapters.core.protocols import Mapper
from legacy_adapters.mapping.raw import RawMapping
from tests.mapping.thing import batch_of, mixed

BATCH = batch_of({"A": [" x", None, "z"], "m": mixed(("1.50", True), None, ("x", False)), "d": [date(2024, 1, 2)] * 3})


def test_rows_come_as_they_are() -> None:
    """Typed columns stay typed, mixed cells are text, nothing is trimmed; there is no key."""
    mapper: Mapper = RawMapping("gl", BATCH.rows.schema)
    result = mapper(BATCH)
    records = result.records[0]
    assert (result.taken, result.filtered, result.rejects) == (3, 0, ())
    assert records.entity == "gl"
    assert records.rows.to_pylist()[0] == {"A": " x", "m": "1.50", "d": date(2024, 1, 2)}
    assert records.rows.column("m").to_pylist() == ["1.50", None, "x"]
    assert records.record_id.to_pylist() == [None, None, None]
    assert records.origin.to_pylist() == ["row 0", "row 1", "row 2"]


def test_its_columns_are_the_sources() -> None:
    """In order, with a mixed column as text."""
    mapping = RawMapping("gl", BATCH.rows.schema)
    assert mapping.columns == ("A", "m", "d")
    assert [str(column.type) for column in mapping.schemas["gl"]] == ["string", "string", "date32[day]"]
    assert mapping.schemas["gl"] == mapping(BATCH).records[0].rows.schema
    assert mapping.files == ()
    mapping.verify_hook(BATCH)


def test_a_cell_that_could_not_be_read_is_a_reject() -> None:
    """With the column, and all its cells' reasons."""
    batch = batch_of({"A": ["x", None], "B": [None, None]}, [(1, "A", "undecodable", "?"), (1, "B", "not_a_date", "0")])
    result = RawMapping("gl", batch.rows.schema)(batch)
    assert (result.taken, len(result.rejects)) == (1, 1)
    assert [reason.message for reason in result.rejects[0].reasons] == [
        "A: bytes that are no text in the stated code page ('?')",
        "B: no such date in the stated formats ('0')",
    ]
    assert result.records[0].source_rows.to_pylist() == [0]


def test_it_explains_itself() -> None:
    """The columns and their types."""
    assert RawMapping("gl", BATCH.rows.schema).explain().splitlines() == [
        "gl, one per row, as it comes",
        "  A  string",
        "  m  string",
        "  d  date32[day]",
    ]
