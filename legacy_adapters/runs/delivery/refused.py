"""What becomes of a record that does not arrive: a reject, and nothing of it counts as delivered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from legacy_adapters.core.checkpoint import Delivered
from legacy_adapters.core.protocols import Refusal
from legacy_adapters.core.records import Records
from legacy_adapters.core.reject import Reason, Reject, row_as_json

AMOUNT_SCALE = 4
"""The scale of amounts in the common schema; prices, quantities and rates have 12 and are not added up."""


def count_written(delivered: Delivered, records: Records) -> None:
    """Counts records that a sink took, and adds up their amounts."""
    delivered.delivered += records.count
    _add_up(delivered, records.rows, 1)


def count_refused(delivered: Delivered, refusal: Refusal) -> None:
    """Takes a record back that was counted as written."""
    delivered.delivered -= refusal.record.count
    delivered.refused += refusal.record.count
    _add_up(delivered, refusal.record.rows, -1)


def reject_of(refusal: Refusal, sink: str = "") -> Reject:
    """The reject that a refusal is; ``sink`` is the receiver's name where there are several."""
    record = refusal.record
    return reject_here(record, [Reason("refused", "", entity_to(record.entity, sink), refusal.words)])


def reject_here(record: Records, reasons: Sequence[Reason]) -> Reject:
    """The reject that one record on its way to a sink becomes, kept as the sink would have got it."""
    return Reject(
        stream=record.stream,
        origin=str(record.origin[0].as_py()),
        record_id=record.record_id[0].as_py(),
        row=row_as_json(record.rows.to_pylist()[0]),
        reasons=tuple(reasons),
    )


def entity_to(entity: str, sink: str) -> str:
    """How an entity is named in a reason; ``sink`` is the receiver's name where there are several."""
    return f"{entity} to {sink}" if sink else entity


def _add_up(delivered: Delivered, rows: pa.RecordBatch, sign: int) -> None:
    for name, column in zip(rows.schema.names, rows.columns, strict=True):
        if pa.types.is_decimal(column.type) and column.type.scale == AMOUNT_SCALE:
            total = pc.sum(column).as_py() or Decimal(0)
            delivered.sums[name] = delivered.sums.get(name, Decimal(0)) + sign * total
