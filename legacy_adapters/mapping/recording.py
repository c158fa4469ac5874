"""Records of one entity as Arrow rows, with exactly the columns of its schema."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import Array, Batch
from legacy_adapters.core.records import Records
from legacy_adapters.mapping.program import Outcome
from legacy_adapters.mapping.raw_rows import in_type, nulls


class Recorder:
    """Makes the records of one entity; ``schema`` has their columns."""

    def __init__(self, entity: str, schema: pa.Schema) -> None:
        self.schema = schema
        self._entity = entity
        self._nulls: dict[pa.DataType, Array] = {}

    def __call__(self, outcome: Outcome, batch: Batch, rejected: Collection[int]) -> Records:
        """The records of a batch, without those of rejected rows."""
        kept = _kept(outcome, rejected)
        count = outcome.rows.count if kept is None else len(kept)
        values = pl.DataFrame([outcome.record_id, *(outcome.rows.values[name] for name in self._filled(outcome))])
        numbers = outcome.numbers
        if kept is not None:
            values = values[kept]
            numbers = kept if numbers is None else numbers.gather(kept)
        columns = _arrow_columns(values)
        every = numbers is None or len(numbers) == batch.rows.num_rows
        places = pl.int_range(count, dtype=pl.Int32, eager=True) if numbers is None else numbers.cast(pl.Int32)
        source_rows = places.to_arrow()
        modified = batch.source_modified_at
        return Records(
            entity=self._entity,
            rows=self._rows(columns, count),
            source_rows=source_rows,
            origin=batch.origin if every else batch.origin.take(source_rows),
            record_id=in_type(columns["record_id"], pa.string()),
            source_modified_at=modified if every or modified is None else modified.take(source_rows),
        )

    def _filled(self, outcome: Outcome) -> list[str]:
        return [name for name in self.schema.names if name in outcome.rows.values]

    def _rows(self, columns: dict[str, Array], count: int) -> pa.RecordBatch:
        arrays = [
            in_type(columns[field.name], field.type) if field.name in columns else self._null(field.type, count)
            for field in self.schema
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _null(self, kind: pa.DataType, count: int) -> Array:
        """A column without values, kept for the next batch."""
        known = self._nulls.get(kind)
        if known is None or len(known) < count:
            known = self._nulls[kind] = nulls(count, kind)
        return known.slice(0, count)


def _kept(outcome: Outcome, rejected: Collection[int]) -> pl.Series | None:
    """The places of the records that go on; None for all."""
    if not rejected:
        return None
    gone = pl.Series(list(rejected), dtype=pl.UInt32)
    numbers = outcome.numbers
    if numbers is None:
        numbers = pl.int_range(outcome.rows.count, dtype=pl.UInt32, eager=True)
    return (~numbers.is_in(gone.implode())).arg_true()


def _arrow_columns(values: pl.DataFrame) -> dict[str, Array]:
    # Plain strings at once: string views would only be copied again.
    table = values.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    rows = table.to_batches()[0] if table.num_rows else pa.RecordBatch.from_pylist([], schema=table.schema)
    return dict(zip(table.schema.names, rows.columns, strict=True))
