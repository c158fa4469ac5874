"""Rows read again because they lie within the lookback of a watermark: what was delivered unchanged is not sent twice.

Rows that commit late carry a watermark below the highest one seen, so an incremental read begins a stated window
earlier. What it meets there a second time is told by the row's origin (its key) and content. Only rows within the
window, and rows without a watermark, are remembered; this is small, so their hashes are made one by one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from legacy_adapters.core.batch import Array, Batch
from legacy_adapters.core.checkpoint import SeenRow
from legacy_adapters.core.protocols import Mapped

Known = Callable[[Sequence[SeenRow]], Collection[SeenRow]]
"""Which of these rows are remembered from earlier runs."""


@dataclass(slots=True)
class Lookback:
    """The memory of one incremental stream.

    ``window`` is a time for watermarks that are times, a number for those that are numbers. ``salt`` goes into every
    content: with another one (another mapping) all rows in the window count as changed.
    """

    column: str
    window: timedelta | int
    salt: str
    known: Known

    def split(self, batch: Batch) -> tuple[Batch, int]:
        """The rows that are new or changed, and the number of those that were delivered as they are."""
        if not batch.rows.num_rows:
            return batch, 0
        rows = list(self._fingerprints(batch, range(batch.rows.num_rows)))
        known = set(self.known(rows))
        if not known:
            return batch, 0
        fresh = [i for i, row in enumerate(rows) if row not in known]
        return _only(batch, fresh), len(rows) - len(fresh)

    def remember(self, batch: Batch, mapped: Mapped) -> list[SeenRow]:
        """The rows to know again in the next run: those taken whose watermark is within the window of the batch's
        highest, or missing. A rejected row is not among them: it is looked at anew each time."""
        taken = sorted({int(row) for r in mapped.records for row in r.source_rows.to_numpy(zero_copy_only=False)})
        marks = watermarks(batch, self.column)
        highest = pc.max(marks).as_py()
        if highest is None:
            near = taken
        else:
            values = marks.to_pylist()
            oldest = self._before(highest)
            near = [i for i in taken if values[i] is None or values[i] >= oldest]
        return list(self._fingerprints(batch, near))

    def oldest(self, batch: Batch) -> str | None:
        """The watermark below which nothing needs to be remembered any longer; None while none is known."""
        highest = pc.max(watermarks(batch, self.column)).as_py()
        return None if highest is None else sortable(self._before(highest))

    def _before(self, highest: Any) -> Any:
        """Where the window begins; without one at the highest watermark itself, whose rows are read again."""
        return highest - self.window if self.window else highest

    def _fingerprints(self, batch: Batch, rows: Sequence[int]) -> Iterator[SeenRow]:
        picked = pa.array(rows, pa.int32())
        contents = batch.rows.take(picked).to_pylist()
        origins = batch.origin.take(picked).to_pylist()
        marks = watermarks(batch, self.column).take(picked).to_pylist()
        for origin, content, mark in zip(origins, contents, marks, strict=True):
            yield SeenRow(
                key=_digest(str(origin)),
                content=_digest(self.salt + repr(tuple(content.items()))),
                watermark=None if mark is None else sortable(mark),
            )


def watermarks(batch: Batch, column: str) -> Array:
    """The watermark of each row: the time of its last change where it is one, else a whole number."""
    if batch.source_modified_at is not None:
        return batch.source_modified_at
    values = batch.rows.column(column)
    if pa.types.is_struct(values.type):
        values = pc.struct_field(values, "text")
    return pc.cast(values, pa.int64())


def sortable(mark: object) -> str:
    """A watermark as a text that sorts as it does; whole numbers from -10¹⁹ to 10¹⁹."""
    return f"{mark + 10**19:020d}" if isinstance(mark, int) else str(mark)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _only(batch: Batch, rows: Sequence[int]) -> Batch:
    """The batch with these of its rows; its id and position stay, as it is still the same piece of the stream."""
    picked = pa.array(rows, pa.int32())
    modified = None if batch.source_modified_at is None else batch.source_modified_at.take(picked)
    return replace(
        batch,
        rows=batch.rows.take(picked),
        origin=batch.origin.take(picked),
        source_modified_at=modified,
        faults=_renumbered(batch.faults, rows),
    )


def _renumbered(faults: pa.RecordBatch | None, rows: Sequence[int]) -> pa.RecordBatch | None:
    if faults is None:
        return None
    place = {row: i for i, row in enumerate(rows)}
    kept = [fault | {"row": place[fault["row"]]} for fault in faults.to_pylist() if fault["row"] in place]
    return pa.RecordBatch.from_pylist(kept, schema=faults.schema)
