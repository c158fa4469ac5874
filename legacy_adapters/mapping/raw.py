"""A stream without a mapping: its own columns, decoded and typed, as they come."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from legacy_adapters.core.batch import MIXED, Batch
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.core.records import Records
from legacy_adapters.core.reject import Reason, reject_rows
from legacy_adapters.mapping.raw_rows import shown


class RawMapping:
    """A ``Mapper`` to an entity that is named after the stream and has its columns, without a key.

    The cells of a mixed column are delivered as text. A row with a cell that could not be read is a reject.
    """

    def __init__(self, stream: str, schema: pa.Schema) -> None:
        self._entity = stream
        self.columns: tuple[str, ...] = tuple(schema.names)
        columns = [field.with_type(pa.string()) if field.type == MIXED else field for field in schema]
        self.schemas = {stream: pa.schema(columns)}
        self.files: tuple[()] = ()

    def __call__(self, batch: Batch) -> Mapped:
        """The rows of a batch as they are, without those that have faulty cells."""
        reasons = _reasons(batch)
        rows = pa.RecordBatch.from_arrays(
            [shown(column) for column in batch.rows.columns], schema=self.schemas[self._entity]
        )
        count = batch.rows.num_rows
        records = Records(
            entity=self._entity,
            rows=rows,
            source_rows=pa.array(range(count), pa.int32()),
            origin=batch.origin,
            record_id=pa.nulls(count, pa.string()),
            source_modified_at=batch.source_modified_at,
        )
        if reasons:
            records = records.only(pa.array([row not in reasons for row in range(count)]))
        rejects = reject_rows(batch, reasons, dict.fromkeys(reasons))
        return Mapped((records,), tuple(rejects), taken=count - len(reasons), filtered=0)

    def explain(self) -> str:
        """What happens to each field, in words."""
        lines = [f"{self._entity}, one per row, as it comes"]
        width = max((len(name) for name in self.columns), default=0)
        lines += [f"  {field.name:<{width}}  {field.type}" for field in self.schemas[self._entity]]
        return "\n".join(lines)

    def verify_hook(self, batch: Batch) -> None:
        """There is none."""


def _reasons(batch: Batch) -> dict[int, Sequence[Reason]]:
    reasons: dict[int, list[Reason]] = {}
    for fault in [] if batch.faults is None else batch.faults.to_pylist():
        reasons.setdefault(fault["row"], []).append(Reason(fault["code"], "", fault["column"], fault["text"]))
    return dict(reasons)
