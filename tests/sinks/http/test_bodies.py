"""What is in a request, for each kind of body."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from cloudevents.core.formats.json import JSONFormat

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.http.bodies import bodies_of
from legacy_adapters.sinks.http.settings import HttpSink
from tests.sinks.events.samples import NASTY, delivery, lines
from tests.sinks.http.samples import sink

AMOUNT = "12345678901234567890.1234"


def body(settings: HttpSink, count: int, folder: Path = Path(), records: Records | None = None) -> tuple[bytes, str]:
    """The body of so many lines, or of these records, and its type."""
    to, records = delivery(folder), records or lines(count)
    bodies = bodies_of(settings, to)
    texts = bodies.texts(records, EventEncoder(to, settings.decimals).encode(records))
    assert texts.height == count
    return bodies.render(texts, "line", "upsert"), bodies.content_type


def test_one_event() -> None:
    """As the library that CloudEvents has reads it."""
    found, kind = body(sink(), 1)
    event = JSONFormat().read(None, found)
    assert event.get_id().endswith("#1700000000000000000")
    assert event.get_data()["amount"] == AMOUNT  # type: ignore[index,call-overload]
    assert kind == "application/cloudevents+json"


def test_several_events() -> None:
    """An array, also of one."""
    found, kind = body(sink(batch=10), 2)
    assert [event["data"]["line_no"] for event in json.loads(found)] == [0, 1]
    assert len(json.loads(body(sink(batch=10), 1)[0])) == 1
    assert kind == "application/cloudevents-batch+json"


@pytest.mark.parametrize(("batch", "wrapper"), [(1, None), (9, None), (1, "the lines"), (9, 'li"nes')])
def test_plain_records(batch: int, wrapper: str | None) -> None:
    """An object or an array, in an object of one's own where a name is stated."""
    found, kind = body(sink(body="json", batch=batch, wrapper=wrapper), min(batch, 2))
    inner = json.loads(found)[wrapper] if wrapper else json.loads(found)
    rows = inner if batch > 1 else [inner]
    assert [row["line_no"] for row in rows] == list(range(min(batch, 2)))
    assert (rows[0]["description"], rows[0]["amount"]) == (NASTY, AMOUNT)
    assert kind == "application/json"


def test_plain_records_may_have_their_envelope_and_numbers() -> None:
    """So that a receiver can tell a repeat."""
    found, _ = body(sink(body="json", envelope=True, decimals="number"), 1)
    assert json.loads(found)["record_id"] == "sage hq/C0:line:0%2F1"
    assert f'"amount":{AMOUNT}'.encode() in found


def test_csv() -> None:
    """Lines below their header, as a file has them."""
    found, kind = body(sink(body="csv", batch=9, delimiter=";", encoding="utf-16-le"), 2)
    rows = list(csv.DictReader(io.StringIO(found.decode("utf-16-le"), newline=""), delimiter=";"))
    assert [row["line_no"] for row in rows] == ["0", "1"]
    assert (rows[0]["description"], rows[0]["amount"]) == (NASTY, AMOUNT)
    assert kind == "text/csv; charset=utf-16-le; header=present"


def test_a_character_that_the_encoding_lacks_is_named() -> None:
    """Before anything is sent."""
    with pytest.raises(OutputError, match="cp1252 does not have") as raised:
        body(sink(body="csv", encoding="cp1252"), 1)
    assert raised.value.where == "line sage hq/C0:line:0%2F1"


def test_a_template_for_one_operation(tmp_path: Path) -> None:
    """The other has plain records."""
    (tmp_path / "t").write_text(
        '{"no": [{% for r in records %}{{ r.line_no }}{{ "," | safe if not loop.last }}{% endfor %}]}'
    )
    made = sink(body="json", batch=3, operations={"upsert": {"template": "t"}})
    assert json.loads(body(made, 3, tmp_path)[0]) == {"no": [0, 1, 2]}
    other = sink(body="json", batch=3, operations={"delete": {"method": "POST", "template": "t"}})
    assert len(json.loads(body(other, 3, tmp_path)[0])) == 3


def test_xml_cannot_hold_every_character(tmp_path: Path) -> None:
    """The record is named, before anything is sent; what lies behind the first plane is good."""
    (tmp_path / "t").write_text("<line>{{ record.description }}</line>")
    made = sink(body="xml", operations={"upsert": {"template": "t"}})
    with pytest.raises(OutputError, match="description holds a character") as raised:
        body(made, 1, tmp_path)
    assert raised.value.where == "line sage hq/C0:line:0%2F1"


def test_xml(tmp_path: Path) -> None:
    """By its template."""
    (tmp_path / "t").write_text("<line>{{ record.amount }}</line>")
    made = sink(body="xml", operations={"upsert": {"template": "t"}})
    found, kind = body(made, 1, tmp_path, lines(1, description="Größe 😀"))
    assert (found, kind) == (f"<line>{AMOUNT}</line>".encode(), "application/xml")
