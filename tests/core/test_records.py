"""Records and their envelope."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.records import ENVELOPE, Records, Stamp

STAMP = Stamp("hq", "run-1", datetime(2026, 1, 31, 3, 0, tzinfo=UTC), "1.0")


def records(**changes: Any) -> Records:
    values: dict[str, Any] = {
        "entity": "gl_line",
        "rows": pa.RecordBatch.from_pydict({"account_id": ["1000", "2000", "3000"]}),
        "source_rows": pa.array([0, 2, 3], pa.int32()),
        "origin": pa.array(["a", "b", "c"]),
        "record_id": pa.array(["hq/N:gl_line:1", "hq/N:gl_line:2", "hq/N:gl_line:3"]),
    }
    return Records(**(values | changes))


def test_the_envelope_numbers_records_from_the_first_sequence() -> None:
    """Each record has the next number, and all share the stamp."""
    envelope = records(stamp=STAMP, first_sequence=10).envelope()
    assert envelope.schema == ENVELOPE
    assert envelope.column("sequence").to_pylist() == [10, 11, 12]
    assert set(envelope.column("run_id").to_pylist()) == {"run-1"}
    assert set(envelope.column("operation").to_pylist()) == {"upsert"}
    assert envelope.column("extracted_at")[0].as_py() == STAMP.extracted_at
    assert envelope.column("source_modified_at").null_count == 3


def test_records_that_were_events_keep_their_numbers_and_operations() -> None:
    """Read from a queue they are what they were before."""
    kept = {"sequence": pa.array([7, 5, 9]), "operation": pa.array(["upsert", "delete", "upsert"])}
    envelope = records(stamp=STAMP, first_sequence=10, **kept).envelope()
    assert envelope.column("sequence").to_pylist() == [7, 5, 9]
    assert envelope.column("operation").to_pylist() == ["upsert", "delete", "upsert"]
    some = records(stamp=STAMP, **kept).only(pa.array([False, True, True]))
    assert some.envelope().column("sequence").to_pylist() == [5, 9]
    assert some.envelope().column("operation").to_pylist() == ["delete", "upsert"]


def test_a_slice_has_the_numbers_of_the_whole() -> None:
    """Whether these are stated or counted."""
    whole = records(stamp=STAMP, first_sequence=10, source_modified_at=pa.nulls(3, pa.timestamp("us")))
    assert whole.slice(1, 2).envelope() == whole.envelope().slice(1, 2)
    assert whole.slice(1, 1).rows == whole.rows.slice(1, 1)
    stated = records(stamp=STAMP, sequence=pa.array([7, 5, 9]))
    assert stated.slice(2, 1).sequences.to_pylist() == [9]


def test_the_time_of_change_is_passed_on_where_it_is_known() -> None:
    """It is the source's own, and naive as long as no zone is named."""
    changed = pa.array([datetime(2026, 1, 1), None, None], pa.timestamp("us"))
    envelope = records(stamp=STAMP, source_modified_at=changed).envelope()
    assert envelope.column("source_modified_at").to_pylist()[0] == datetime(2026, 1, 1)


def test_records_without_a_stamp_have_no_envelope() -> None:
    """The engine stamps them before a sink sees them."""
    with pytest.raises(ValueError, match="stamp"):
        records().envelope()


def test_some_records_keep_everything_that_belongs_to_them() -> None:
    """Row, source row, origin, id and time stay together."""
    changed = pa.array([datetime(2026, 1, day) for day in (1, 2, 3)], pa.timestamp("us"))
    kept = records(source_modified_at=changed).only(pa.array([True, False, True]))
    assert kept.count == 2
    assert kept.rows.column(0).to_pylist() == ["1000", "3000"]
    assert kept.source_rows.to_pylist() == [0, 3]
    assert kept.origin.to_pylist() == ["a", "c"]
    assert kept.record_id.to_pylist() == ["hq/N:gl_line:1", "hq/N:gl_line:3"]
    assert kept.source_modified_at is not None
    assert kept.source_modified_at.to_pylist() == [datetime(2026, 1, 1), datetime(2026, 1, 3)]
