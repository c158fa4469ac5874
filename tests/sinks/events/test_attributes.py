"""The attributes that say what an event is, of what, from where and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import polars as pl
import pyarrow as pa

from legacy_adapters.core.records import Records
from legacy_adapters.sinks.events.attributes import Attributes, attributes_of
from tests.sinks.events.samples import envelope, keyless, lines


def made(records: Records, schema_id: str | None = None) -> Attributes:
    assert records.stamp is not None
    return attributes_of(records.entity, records.stamp, envelope(records), schema_id)


def test_an_id_is_that_of_the_record_and_its_sequence() -> None:
    """So that a repeat has the same one, and the next change of the record another."""
    assert made(lines(2)).ids == [
        "sage hq/C0:line:0%2F1#1700000000000000000",
        "sage hq/C0:line:1%2F1#1700000000000000001",
    ]


def test_the_subject_is_the_key_without_its_source() -> None:
    """The source has an attribute of its own."""
    assert made(lines(1)).column("subject").to_list() == ["C0:line:0%2F1"]


def test_sequences_are_ordered_as_text() -> None:
    """They have as many digits as 64 bits may need."""
    column = made(replace(lines(3), first_sequence=9)).column("sequence").to_list()
    assert column == sorted(column)
    assert [int(text) for text in column] == [9, 10, 11]


def test_what_is_alike_in_all_events_is_told_once() -> None:
    """A source id that is no URI is quoted; the time is that of the run."""
    assert made(lines(2), "urn:x").constant == {
        "specversion": "1.0",
        "source": "sage%20hq",
        "type": "accounting.line.upserted.v1",
        "time": "2024-01-31T22:15:00Z",
        "datacontenttype": "application/json",
        "dataschema": "urn:x",
        "runid": "run-1",
        "schemaversion": "1.2",
    }


def test_records_without_a_key_have_an_id_and_no_subject() -> None:
    """No event without an id, and none with an empty subject."""
    found = made(keyless(2))
    assert found.ids == ["line#1700000000000000000", "line#1700000000000000001"]
    assert found.varying.columns == ["id", "sequence", "origin"]
    assert found.column("subject").to_list() == [None, None]


def test_a_time_without_a_zone_is_no_time_of_an_event() -> None:
    """The source's own time goes along as it is, where it is known."""
    times = pa.array([datetime(2024, 1, 30, 8), None], pa.timestamp("us"))
    found = made(replace(lines(2), source_modified_at=times))
    assert found.column("sourcemodifiedat").to_list() == ["2024-01-30T08:00:00", None]


def test_deleting_is_another_type_of_event() -> None:
    """Where a batch has both, each event says its own."""
    records = lines(2)
    assert records.stamp is not None
    both = envelope(records).with_columns(operation=pl.Series(["upsert", "delete"]))
    found = attributes_of("line", records.stamp, both, None)
    assert found.column("type").to_list() == ["accounting.line.upserted.v1", "accounting.line.deleted.v1"]


def test_no_events_have_no_ids() -> None:
    """A batch may be empty."""
    assert made(lines(0)).ids == []
