"""Records in a frame, and out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.records import Records
from legacy_adapters.sinks.spool.frames import (
    HEAD_BYTES,
    Head,
    frame_of,
    records_of,
    schemas_from_text,
    schemas_to_text,
)
from tests.sinks.samples import ROW, rows


def there_and_back(records: Records) -> Records:
    """What a sink gets of records that waited."""
    head, content = frame_of(records)
    assert Head.read(bytes(head)) is not None
    return records_of(bytes(content))


@given(names=st.lists(st.one_of(st.none(), st.text(st.characters(codec="utf-8")))), first=st.integers(0, 2**62))
def test_records_are_the_same_afterwards(names: list[str | None], first: int) -> None:
    """Their fields, their envelope, their stream and their numbers."""
    before = replace(rows(*names), stream="gl", first_sequence=first)
    after = there_and_back(before)
    assert after.rows.equals(before.rows)
    assert after.envelope().equals(before.envelope())
    assert (after.entity, after.stream, after.first_sequence) == ("row", "gl", first)
    assert after.source_rows.to_pylist() == list(range(len(names)))


def test_numbers_and_operations_of_events_are_kept() -> None:
    """Also the time of their last change."""
    changed = pa.array([datetime(2024, 1, 31), None], pa.timestamp("us"))
    stated = {"sequence": pa.array([9, 4]), "operation": pa.array(["delete", "upsert"]), "source_modified_at": changed}
    before = replace(rows("a", "b"), **stated)  # type: ignore[arg-type]
    assert there_and_back(before).envelope().equals(before.envelope())
    assert there_and_back(rows("a")).sequence is None


def test_a_field_may_be_called_as_the_envelope_is() -> None:
    """What stands beside the fields is told by its place."""
    batch = pa.RecordBatch.from_pydict({"record_id": ["mine"], "origin": ["too"]})
    before = replace(rows("a"), rows=batch)
    after = there_and_back(before)
    assert after.rows.equals(batch)
    assert after.record_id.to_pylist() == ["s/0"]


def test_a_head_that_was_damaged_is_none() -> None:
    """Whichever of its bytes it was, and if it is cut short."""
    whole = bytes(frame_of(rows("a"))[0])
    assert len(whole) == HEAD_BYTES
    for place in range(HEAD_BYTES):
        assert Head.read(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]) is None
    assert Head.read(whole[:-1]) is None


def test_schemas_are_kept_as_text() -> None:
    """With all their types."""
    assert schemas_from_text(schemas_to_text({"row": ROW})) == {"row": ROW}
