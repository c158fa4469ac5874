"""Events of one entity as Arrow rows: its fields, then the envelope of the record that each was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import FAULTS, WHOLE_ROW, Array
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.schema.entity import Entity, Field
from legacy_adapters.sources.events.cells import column_of, shown
from legacy_adapters.sources.events.envelope import Envelope, Fault, envelope_of, event_id
from legacy_adapters.sources.events.message import Event

pc: Any = pyarrow.compute

EXTRA: Final = Field("extra", "text", "What was not mapped, as JSON.")
"""What records have behind their fields where their mapping kept it (``keep_extra``)."""


_NOTHING: Final[Mapping[str, object]] = {}


class CellFault(NamedTuple):
    """What is wrong with an event: its row, the field or attribute, a code of ``REASONS``, and the value as text."""

    row: int
    member: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class EventRows:
    """Events as rows. One that cannot go on has no cells; ``faults`` has it whole, as a fault of the whole row, and a
    fault for each of its members that is wrong, named as the event names it."""

    rows: pa.RecordBatch
    origin: Array
    faults: pa.RecordBatch | None


class EventTable:
    """Makes rows of events; ``schema`` has their columns. Raises ``ConfigError`` for an entity with a field that is
    called like a column of the envelope."""

    def __init__(self, entity: Entity, *, extra: bool) -> None:
        self.entity = replace(entity, fields=(*entity.fields, EXTRA)) if extra else entity
        if clash := sorted({*self.entity.names} & {*ENVELOPE.names}):
            hint = "Rename it in the project's entities folder, or read the queue with a program of your own."
            raise ConfigError(f"{entity.name}.{clash[0]} is called like a part of the envelope", hint=hint)
        fields = [pa.field(field.name, field.arrow_type) for field in self.entity.fields]
        self.schema = pa.schema([*fields, *ENVELOPE])
        self._fields = self.entity.fields
        self._names = frozenset(self.entity.names)

    def rows_of(self, events: Sequence[Event]) -> EventRows:
        """The rows of these events, one each and in their order."""
        faults: list[CellFault] = []
        envelopes = [self._envelope(row, event, faults) for row, event in enumerate(events)]
        data = [self._data(row, event, envelopes[row], faults) for row, event in enumerate(events)]
        columns = [self._field(field, data, envelopes, faults) for field in self._fields]
        columns += _envelope_columns(envelopes)
        bad = sorted({fault.row for fault in faults})
        rows = pa.RecordBatch.from_arrays(_without(columns, bad), schema=self.schema)
        origin = pa.array([event_id(event) or f"message {event.message.place}" for event in events], pa.string())
        return EventRows(rows, origin, _as_batch(events, faults, bad) if bad else None)

    def _envelope(self, row: int, event: Event, faults: list[CellFault]) -> Envelope | None:
        try:
            found = envelope_of(event, self.entity)
            if not isinstance(event.data, dict):
                raise Fault("wrong_type", "data", shown(event.data))
            return found
        except Fault as fault:
            faults.append(CellFault(row, fault.member, fault.code, fault.value))
            return None

    def _data(self, row: int, event: Event, envelope: Envelope | None, faults: list[CellFault]) -> Mapping[str, object]:
        """The fields of an event; none of one that cannot go on anyway, of which nothing more is to be said."""
        if envelope is None or not isinstance(event.data, dict):
            return _NOTHING
        if not event.data.keys() <= self._names:
            strange = [name for name in event.data if name not in self._names]
            faults += (CellFault(row, shown(name), "no_such_field", shown(event.data[name])) for name in strange)
        return event.data

    def _field(
        self,
        field: Field,
        data: Sequence[Mapping[str, object]],
        envelopes: Sequence[Envelope | None],
        faults: list[CellFault],
    ) -> Array:
        values = [one.get(field.name) for one in data]
        column, wrong = column_of(field, values)
        faults += (CellFault(row, field.name, code, shown(value)) for row, code, value in wrong)
        if field.required or field.empty_text:
            # What is deleted is known by its key.
            always = field.name in self.entity.key
            for row, (value, envelope) in enumerate(zip(values, envelopes, strict=True)):
                if value is None and envelope is not None and (always or envelope.operation != "delete"):
                    faults.append(CellFault(row, field.name, "required_missing", ""))
        return column


def _envelope_columns(envelopes: Sequence[Envelope | None]) -> list[Array]:
    values = [one or (None,) * len(ENVELOPE) for one in envelopes]
    return [pa.array([one[place] for one in values], kind) for place, kind in enumerate(ENVELOPE.types)]


def _without(columns: list[Array], rows: Sequence[int]) -> list[Array]:
    """The columns with nothing in these rows."""
    if not rows:
        return columns
    keep = np.ones(len(columns[0]), dtype=np.bool_)
    keep[rows] = False
    mask = pa.array(keep)
    return [pc.if_else(mask, column, pa.scalar(None, column.type)) for column in columns]


def _as_batch(events: Sequence[Event], faults: Sequence[CellFault], bad: Sequence[int]) -> pa.RecordBatch:
    first = {fault.row: fault.code for fault in reversed(faults)}
    whole = [(row, WHOLE_ROW, first[row], events[row].whole) for row in bad]
    each = [(fault.row, fault.member, fault.code, fault.value) for fault in faults]
    columns = zip(*whole, *each, strict=True)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, FAULTS.types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=FAULTS)
