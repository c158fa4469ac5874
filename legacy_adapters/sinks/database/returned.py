"""Records as they were given to the sink, read back from the table in which they wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
from sqlalchemy import select

from legacy_adapters.core.records import ENVELOPE, Records, Stamp
from legacy_adapters.sinks.database.session import Session
from legacy_adapters.sinks.database.tables import STREAM, Target


def returned(session: Session, target: Target, record_id: str, sequence: int) -> Records:
    """The one record; which row of its batch it was made of is not known any more."""
    kept = target.staged.c
    names = [*target.columns, STREAM]
    row = select(*(kept[name] for name in names)).where(kept.record_id == record_id, kept.sequence == sequence)
    values = dict(zip(names, session.rows(row)[0], strict=True))
    columns = [_array(values[field.name], field.type) for field in target.schema]
    around = {field.name: _array(values[field.name], field.type) for field in ENVELOPE}
    return Records(
        entity=target.entity,
        rows=pa.RecordBatch.from_arrays(columns, schema=target.schema),
        source_rows=pa.array([0], pa.int32()),
        origin=around["origin"],
        record_id=around["record_id"],
        source_modified_at=around["source_modified_at"],
        stamp=_stamp(around),
        first_sequence=sequence,
        stream=str(values[STREAM]),
        sequence=around["sequence"],
        operation=around["operation"],
    )


def _stamp(around: Mapping[str, pa.Array[Any]]) -> Stamp:
    said = {name: around[name][0].as_py() for name in ("source_id", "run_id", "schema_version")}
    return Stamp(extracted_at=around["extracted_at"][0].as_py(), **said)


def _array(value: Any, kind: pa.DataType) -> pa.Array[Any]:
    """One value as a database hands it over: some have text for what they have no type for."""
    return pa.array([None if value is None else _reading(kind)(value)], kind)


def _reading(kind: pa.DataType) -> Callable[[Any], Any]:
    if pa.types.is_decimal(kind):
        return lambda value: Decimal(str(value))
    if pa.types.is_timestamp(kind):
        return lambda value: _moment(value, utc=kind.tz is not None)
    simple: dict[pa.DataType, Callable[[Any], Any]] = {
        pa.int64(): int,
        pa.bool_(): lambda value: bool(int(value)),
        pa.date32(): _day,
    }
    return simple.get(kind, str)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _moment(value: Any, *, utc: bool) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if not utc:
        return moment.replace(tzinfo=None)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
