"""What the attributes of an event say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from legacy_adapters.core.records import Stamp
from legacy_adapters.sources.events.envelope import Envelope, Fault, envelope_of, event_id
from legacy_adapters.sources.events.message import Event, events_of
from tests.sources.events.samples import GL_LINE, SEQUENCE, STARTED, deleted, events, message, postings


def event(**changes: object) -> Event:
    """An event of a posting; None takes an attribute away."""
    [sent] = events(postings([7]))
    [found] = events_of(message({name: value for name, value in (sent | changes).items() if value is not None}))
    return found


def test_the_envelope_is_that_of_the_record() -> None:
    """Attribute by attribute."""
    modified = "2024-01-02T03:04:05.5"
    assert envelope_of(event(sourcemodifiedat=modified), GL_LINE) == Envelope(
        record_id="hq/C:gl_line:7",
        operation="upsert",
        sequence=SEQUENCE,
        origin="T 7",
        source_id="hq",
        run_id="run-1",
        extracted_at=STARTED,
        source_modified_at=datetime(2024, 1, 2, 3, 4, 5, 500_000),
        schema_version="1.0",
    )


def test_a_delete_is_one() -> None:
    """Its type says so."""
    [sent] = events(deleted(postings([7])))
    [found] = events_of(message(sent))
    assert envelope_of(found, GL_LINE).operation == "delete"


@pytest.mark.parametrize("source_id", ["hq", "sage hq", "a%20b", "100% Größe", "x/y:z"])
def test_the_source_id_is_exactly_what_it_was(source_id: str) -> None:
    """Although a URI cannot hold it as it is."""
    records = postings([7])
    changed = replace(
        records,
        record_id=pa.array([f"{source_id}/C:gl_line:7"], pa.string()),
        stamp=Stamp(source_id, "run-1", STARTED, "1.0"),
    )
    [sent] = events(changed)
    [found] = events_of(message(sent))
    assert envelope_of(found, GL_LINE).source_id == source_id


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    """Others may write it so."""
    assert envelope_of(event(time="2024-01-31t23:15:00+01:00"), GL_LINE).extracted_at == STARTED.astimezone(UTC)


@pytest.mark.parametrize(
    ("changes", "code", "member"),
    [
        ({"specversion": "0.3"}, "no_event", "specversion"),
        ({"specversion": None}, "no_event", "specversion"),
        ({"type": "order.placed"}, "no_event", "type"),
        ({"type": "accounting.account.upserted.v1"}, "other_entity", "type"),
        ({"type": "accounting.gl_line.upserted.v2"}, "other_version", "type"),
        ({"sequence": None}, "required_missing", "sequence"),
        ({"sequence": "12a"}, "not_an_integer", "sequence"),
        ({"sequence": "-1"}, "not_an_integer", "sequence"),
        ({"sequence": True}, "not_an_integer", "sequence"),
        ({"sequence": "9999999999999999999"}, "number_too_large", "sequence"),
        ({"source": None}, "required_missing", "source"),
        ({"runid": 5}, "wrong_type", "runid"),
        ({"recordid": ["x"]}, "wrong_type", "recordid"),
        ({"origin": "\ud800"}, "wrong_type", "origin"),
        ({"time": "2024-01-31"}, "not_a_date", "time"),
        ({"time": "2024-01-31T22:15:00"}, "not_a_date", "time"),
        ({"time": "2024-02-31T22:15:00Z"}, "not_a_date", "time"),
        ({"time": "0001-01-01T00:00:00+23:59"}, "not_a_date", "time"),
        ({"sourcemodifiedat": "2024-01-31T22:15:00Z"}, "not_a_date", "sourcemodifiedat"),
        ({"schemaversion": None}, "required_missing", "schemaversion"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], code: str, member: str) -> None:
    """The attribute, and a code that is stable."""
    with pytest.raises(Fault) as raised:
        envelope_of(event(**changes), GL_LINE)
    assert (raised.value.code, raised.value.member) == (code, member)


@pytest.mark.parametrize("wrong", [None, 5, "", "\ud800"])
def test_what_has_no_id_is_known_by_none(wrong: object) -> None:
    """It is not taken for a repeat of another one."""
    assert event_id(event(id=wrong)) is None
