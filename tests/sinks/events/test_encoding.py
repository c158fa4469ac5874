"""Events as the CNCF's own library reads them, and as the JSON Lines sink would write their data."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_binary
from cloudevents.core.formats.json import JSONFormat
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.records import Records
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.schema.export import schema_id
from legacy_adapters.sinks.events.encoding import EventEncoder, Events, batch_body, headers, octets
from legacy_adapters.sinks.events.options import Decimals
from legacy_adapters.sinks.text.jsonl import JsonLinesLayout
from legacy_adapters.sinks.text.settings import TextOptions
from tests.sinks.events.samples import LINE, NASTY, delivery, keyless, lines

NOWHERE = Path("/nowhere")


def encoded(records: Records, decimals: Decimals = "string") -> Events:
    return EventEncoder(delivery(NOWHERE), decimals).encode(records)


def test_the_data_is_what_the_json_lines_sink_writes() -> None:
    """To the byte, so that one rule holds for money wherever it goes."""
    records = lines(3)
    layout = JsonLinesLayout(LINE, {"amount": ""}, TextOptions())
    written = layout.render(layout.text(records.rows)).decode()
    assert encoded(records).data.to_list() == written.removesuffix("\n").split("\n")


def test_a_structured_event_is_read_by_the_cncf_library() -> None:
    """With all attributes, and the data as they were."""
    [body] = octets(encoded(lines(1)).structured())
    event = JSONFormat().read(None, body)
    assert event.get_id() == "sage hq/C0:line:0%2F1#1700000000000000000"
    assert event.get_source() == "sage%20hq"
    assert event.get_type() == "accounting.line.upserted.v1"
    assert event.get_subject() == "C0:line:0%2F1"
    assert event.get_time() == datetime(2024, 1, 31, 22, 15, tzinfo=UTC)
    assert event.get_datacontenttype() == "application/json"
    assert event.get_extension("recordid") == "sage hq/C0:line:0%2F1"
    assert event.get_extension("origin") == 'T "0"'
    assert event.get_data() == {
        "company_id": "C0",
        "line_no": 0,
        "description": NASTY,
        "amount": "12345678901234567890.1234",
        "posted_on": "2024-01-01",
        "is_open": True,
    }


def test_decimals_may_be_numbers_with_the_same_digits() -> None:
    """For receivers that read them exactly."""
    [body] = octets(encoded(lines(1), decimals="number").structured())
    assert b'"amount":12345678901234567890.1234,' in body


def test_a_binary_event_is_read_by_the_cncf_library() -> None:
    """The attributes as headers, the data alone as the body."""
    events = encoded(lines(2))
    for body, around, whole in zip(
        octets(events.data), headers(events.attributes, "ce-"), events.structured(), strict=True
    ):
        message = RabbitMQMessage(dict(around), "application/json", body)
        event = from_binary(message, JSONFormat())
        expected = JSONFormat().read(None, whole)
        assert event.get_attributes() == expected.get_attributes()
        assert event.get_data() == expected.get_data()


def test_a_batch_is_an_array_of_events() -> None:
    """Each of them whole."""
    found = json.loads(batch_body(octets(encoded(lines(3)).structured())))
    assert [event["data"]["line_no"] for event in found] == [0, 1, 2]


def test_attributes_that_an_event_does_not_have_are_left_out() -> None:
    """Never null, which some receivers take for a value."""
    times = pa.array([datetime(2024, 1, 30, 8), None], pa.timestamp("us"))
    dated, undated = map(json.loads, encoded(replace(keyless(2), source_modified_at=times)).structured())
    assert dated.pop("sourcemodifiedat") == "2024-01-30T08:00:00"
    assert dated.keys() == undated.keys()
    assert not {"subject", "recordid", "sourcemodifiedat"} & set(undated)


def test_an_entity_of_the_common_schema_names_its_json_schema(tmp_path: Path) -> None:
    """By the id that the command ``schema`` gives it."""
    party = load_entity("contact")
    columns = pa.schema([(field.name, pa.string()) for field in party.fields])
    row = dict.fromkeys(columns.names, "x")
    records = replace(lines(1), entity="contact", rows=pa.RecordBatch.from_pylist([row], schema=columns))
    encoder = EventEncoder(delivery(tmp_path, columns, "contact"), "string")
    assert encoder.encode(records).attributes.constant["dataschema"] == schema_id(party)


def test_rows_that_only_share_a_name_with_an_entity_have_no_schema(tmp_path: Path) -> None:
    """A raw extract of a table called contact is no contact."""
    columns = pa.schema([("contact_id", pa.string())])
    rows = pa.RecordBatch.from_pylist([{"contact_id": "1"}], schema=columns)
    encoder = EventEncoder(delivery(tmp_path, columns, "contact"), "string")
    made = encoder.encode(replace(lines(1), entity="contact", rows=rows))
    assert "dataschema" not in made.attributes.constant


def test_records_without_a_stamp_are_a_defect() -> None:
    """An event without a source would be none."""
    with pytest.raises(ValueError, match="stamp"):
        encoded(replace(lines(1), stamp=None))


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=5))
def test_any_text_survives(texts: list[str]) -> None:
    """In the data, in the key and in the origin."""
    base = lines(len(texts))
    column = pa.array(texts, pa.string())
    rows = base.rows.set_column(2, "description", column)
    keys = pa.array([f"sage hq/{text}!" for text in texts], pa.string())
    records = replace(base, rows=rows, origin=column, record_id=keys)
    found = [JSONFormat().read(None, body) for body in octets(encoded(records).structured())]
    assert [event.get_data()["description"] for event in found] == texts  # type: ignore[index,call-overload]
    assert [event.get_extension("origin") for event in found] == texts
    assert [event.get_subject() for event in found] == [f"{text}!" for text in texts]
