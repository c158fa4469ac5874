"""Events to records: as they were sent, or through a mapping that sees their fields as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import WHOLE_ROW, Array, Batch
from legacy_adapters.core.protocols import Mapped, Mapper
from legacy_adapters.core.records import Records, Stamp
from legacy_adapters.core.reject import Reason, Reject, row_as_json

pc: Any = pyarrow.compute

OF_A_STAMP = ("source_id", "run_id", "extracted_at", "schema_version")
EVENT = "event"
"""What a reject has the event under, as it came."""

KEPT = ("operation", "sequence")
"""What a record keeps of its event also behind a mapping: a delete stays one, and what was older stays older."""


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A ``Mapper`` that hands events on as the records that they were; ``schema`` has the columns of these."""

    entity: str
    schema: pa.Schema

    def __call__(self, batch: Batch) -> Mapped:
        """The records, grouped by what a stamp holds; those of one key stay in their order."""
        if not batch.rows.num_rows:
            return Mapped((), (), 0, 0)
        records = tuple(self._records(batch, rows) for rows in grouped(batch.rows))
        return Mapped(records, (), batch.rows.num_rows, 0)

    def _records(self, batch: Batch, places: Array) -> Records:
        rows = batch.rows.take(places)
        first = rows.select(OF_A_STAMP).slice(0, 1).to_pylist()[0]
        return Records(
            entity=self.entity,
            rows=pa.RecordBatch.from_arrays([rows.column(name) for name in self.schema.names], schema=self.schema),
            source_rows=places,
            origin=pc.coalesce(rows.column("origin"), batch.origin.take(places)),
            record_id=rows.column("record_id"),
            source_modified_at=rows.column("source_modified_at"),
            stamp=Stamp(**first),
            sequence=rows.column("sequence"),
            operation=rows.column("operation"),
        )


@dataclass(frozen=True, slots=True)
class MappedEvents:
    """A ``Mapper`` that sees the good events only, and gives their records the events' operation and sequence."""

    inner: Mapper

    def __call__(self, batch: Batch) -> Mapped:
        """What ``inner`` makes of the events."""
        mapped = self.inner(batch)
        return replace(mapped, records=tuple(self._kept(records, batch.rows) for records in mapped.records))

    def _kept(self, records: Records, rows: pa.RecordBatch) -> Records:
        operation, sequence = (rows.column(name).take(records.source_rows) for name in KEPT)
        return replace(records, operation=operation, sequence=sequence)


@dataclass(frozen=True, slots=True)
class GoodEvents:
    """A ``Mapper`` that rejects what is no event of the stream, whole and with every reason, before ``inner``."""

    entity: str
    inner: Mapper

    def __call__(self, batch: Batch) -> Mapped:
        """What ``inner`` makes of the others."""
        if batch.faults is None or not batch.faults.num_rows:
            return self.inner(batch)
        rejects = list(self._rejects(batch))
        keep = np.ones(batch.rows.num_rows, dtype=np.bool_)
        keep[sorted({row for row, _ in rejects})] = False
        places = pa.array(np.flatnonzero(keep), pa.int32())
        mapped = self.inner(_only(batch, places))
        return Mapped(
            records=tuple(replace(one, source_rows=places.take(one.source_rows)) for one in mapped.records),
            rejects=(*(reject for _, reject in rejects), *mapped.rejects),
            taken=mapped.taken,
            filtered=mapped.filtered,
        )

    def _rejects(self, batch: Batch) -> Iterator[tuple[int, Reject]]:
        assert batch.faults is not None
        reasons: dict[int, list[Reason]] = {}
        whole: dict[int, str] = {}
        for fault in batch.faults.to_pylist():
            if fault["column"] == WHOLE_ROW:
                whole[fault["row"]] = fault["text"]
            else:
                reason = Reason(fault["code"], self.entity, fault["column"], fault["text"] or None)
                reasons.setdefault(fault["row"], []).append(reason)
        for row, text in sorted(whole.items()):
            yield (
                row,
                Reject(batch.stream, str(batch.origin[row]), None, row_as_json({EVENT: text}), tuple(reasons[row])),
            )


def grouped(rows: pa.RecordBatch) -> Sequence[Array]:
    """Which rows have one stamp, as a list of their places for each. Where one record has events of several stamps,
    only neighbours are put together, so that its events stay in their order."""
    keys = pl.DataFrame(rows.select([*OF_A_STAMP, "record_id"])).with_row_index("place")
    stamp = pl.struct(OF_A_STAMP)
    if keys.select(stamp.n_unique()).item() == 1:
        return [pa.array(range(rows.num_rows), pa.int32())]
    stamps_of_records = keys.filter(pl.col("record_id").is_not_null()).group_by("record_id").agg(stamp.n_unique())
    mixed = (stamps_of_records["source_id"] > 1).any() if stamps_of_records.height else False
    by = stamp.rle_id() if mixed else stamp.rank("dense")
    groups = keys.with_columns(group=by).group_by("group", maintain_order=True).agg("place")["place"]
    return [pa.array(group, pa.int32()) for group in groups.to_list()]


def _only(batch: Batch, places: Array) -> Batch:
    modified = batch.source_modified_at
    return replace(
        batch,
        rows=batch.rows.take(places),
        origin=batch.origin.take(places),
        faults=None,
        source_modified_at=None if modified is None else modified.take(places),
    )
