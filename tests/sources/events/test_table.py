"""Events of one entity as rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from legacy_adapters.core.batch import WHOLE_ROW
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.schema.entity import Field
from legacy_adapters.sources.events.message import events_of
from legacy_adapters.sources.events.table import EventTable
from tests.sources.events.samples import GL_LINE, deleted, events, message, postings


def changed(number: int = 1, operation: str = "upsert", **data: object) -> dict[str, Any]:
    """An event of a posting with other data; an ellipsis takes a field away."""
    records = postings([number])
    [sent] = events(deleted(records) if operation == "delete" else records)
    fields = sent["data"] | data
    return sent | {"data": {name: value for name, value in fields.items() if value is not ...}}


def faults(*sent: object, extra: bool = False) -> list[tuple[int, str, str]]:
    """Row, member and code of what is wrong with the members of these events."""
    found = EventTable(GL_LINE, extra=extra).rows_of([one for body in sent for one in events_of(message(body))])
    listed = [] if found.faults is None else found.faults.to_pylist()
    return [(one["row"], one["column"], one["code"]) for one in listed if one["column"] != WHOLE_ROW]


def test_columns_are_fields_and_envelope() -> None:
    """In that order."""
    assert EventTable(GL_LINE, extra=True).schema.names == [*GL_LINE.names, "extra", *ENVELOPE.names]


def test_a_field_of_the_envelopes_name_is_refused() -> None:
    """It could not be told from it."""
    own = GL_LINE.with_fields([Field("sequence", "integer", "")])
    with pytest.raises(ConfigError, match="sequence is called like"):
        EventTable(own, extra=False)


def test_good_events_have_no_faults() -> None:
    """Also where what is not required is null or not there at all."""
    assert faults(changed(), changed(2, description=None), changed(3, description=...)) == []


@pytest.mark.parametrize("missing", [None, ...])
def test_what_is_required_must_be_there(missing: object) -> None:
    """Null is as little as nothing."""
    assert faults(changed(transaction_id=missing)) == [(0, "transaction_id", "required_missing")]


def test_of_what_is_deleted_the_key_is_enough() -> None:
    """A source may know no more of it."""
    assert faults(changed(operation="delete", transaction_id=None, amount=...)) == []
    assert faults(changed(operation="delete", ledger_entry_id=None)) == [(0, "ledger_entry_id", "required_missing")]


def test_a_field_that_there_is_not_would_be_lost() -> None:
    """So the event does not go on; `extra` is one unless the stream says that there is one."""
    assert faults(changed(colour="red")) == [(0, "colour", "no_such_field")]
    assert faults(changed(extra="{}")) == [(0, "extra", "no_such_field")]
    assert faults(changed(extra="{}"), extra=True) == []


def test_data_that_is_no_object() -> None:
    """There is nothing to be read of it."""
    assert faults(changed() | {"data": [1]}) == [(0, "data", "wrong_type")]


def test_an_event_at_fault_is_whole_and_has_no_cells() -> None:
    """All that is wrong with it is said; the others are read."""
    sent = [changed(1), changed(2, amount="x", transaction_date=5), changed(3)]
    [*parsed] = [one for body in sent for one in events_of(message(body))]
    found = EventTable(GL_LINE, extra=False).rows_of(parsed)
    assert found.faults is not None
    [whole] = [fault for fault in found.faults.to_pylist() if fault["column"] == WHOLE_ROW]
    assert (whole["row"], whole["text"]) == (1, parsed[1].whole)
    assert faults(*sent) == [(1, "transaction_date", "wrong_type"), (1, "amount", "not_a_number")]
    assert set(found.rows.to_pylist()[1].values()) == {None}
    assert found.rows.column("ledger_entry_id").to_pylist() == ["1", None, "3"]


def test_each_row_has_an_origin() -> None:
    """The event's id; the message, where there is none."""
    parsed = [*events_of(message(changed())), *events_of(message(b"{", "4711"))]
    origin = EventTable(replace(GL_LINE), extra=False).rows_of(parsed).origin.to_pylist()
    assert origin == [changed()["id"], "message 4711"]
