"""Rows that a stage holds back, whole: none of their records goes on, and each of them is a reject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.core.reject import Reason, Reject, reject_rows


def set_aside(
    batch: Batch, mapped: Mapped, reasons: Mapping[int, Sequence[Reason]], record_ids: Mapping[int, str | None]
) -> Mapped:
    """``mapped`` without the records of some rows, which become rejects: ``reasons`` and ``record_ids`` by row within
    the batch. Each of them must have a record in ``mapped``."""
    gone = np.zeros(batch.rows.num_rows, dtype=np.bool_)
    gone[list(reasons)] = True
    records = tuple(r.only(pa.array(~gone[r.source_rows.to_numpy(zero_copy_only=False)])) for r in mapped.records)
    new = reject_rows(batch, dict(reasons), dict(record_ids))
    rejects = _in_row_order(batch, [*mapped.rejects, *new])
    return replace(mapped, records=records, rejects=rejects, taken=mapped.taken - len(reasons))


def _in_row_order(batch: Batch, rejects: Sequence[Reject]) -> tuple[Reject, ...]:
    """As the rows come, so that it does not depend on how many of them are together in a batch."""
    origins = pa.array([reject.origin for reject in rejects], pa.string())
    order = pc.array_sort_indices(pc.index_in(origins, value_set=batch.origin))
    return tuple(rejects[place] for place in order.to_pylist() if place is not None)
