"""Records as frames, and the one that cannot be encoded."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pyarrow as pa

from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.sinks.rows import table_of, unencodable
from tests.sinks.samples import ROW, rows


def test_the_envelope_is_behind_the_fields() -> None:
    """Only where it is asked for."""
    assert table_of(rows("a"), envelope=False).schema == ROW
    table = table_of(rows("a", "b"), envelope=True)
    assert table.schema == pa.schema([*ROW, *ENVELOPE])
    assert table.column("sequence").to_pylist() == [7, 8]


def test_the_first_record_with_a_missing_character_is_named() -> None:
    """By its id, its column and the character."""
    records = rows("plain", None, "1 €")
    error = unencodable(records, pl.DataFrame(records.rows), "cp850")
    assert str(error).startswith("row s/2: name holds '€', which cp850 does not have\n  Choose another encoding")
    assert error.exit_code == 73


def test_a_record_without_an_id_is_named_by_its_origin() -> None:
    """Raw extracts have no key."""
    records = replace(rows("€"), record_id=pa.nulls(1, pa.string()))
    assert unencodable(records, pl.DataFrame({"name": ["€"]}), "cp850").where == "row T 0"
