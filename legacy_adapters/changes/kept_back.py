"""Streams that come after others: a row whose record refers to one that was rejected there is set aside whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from legacy_adapters.changes.set_aside import set_aside
from legacy_adapters.core.batch import Array, Batch
from legacy_adapters.core.protocols import Mapped, Token
from legacy_adapters.core.records import Records
from legacy_adapters.core.reject import Reason


@dataclass(frozen=True, slots=True)
class Reference:
    """How the records of one entity in a stream name a record of the stream that it comes ``after``.

    ``field`` is what a person is shown: the fields that refer. ``ids`` computes, for each record, the id of the record
    that it refers to, null where it refers to none.
    """

    stream: str
    entity: str
    field: str
    after: str
    ids: Callable[[pa.RecordBatch], Array]


Missing = Callable[[str], Collection[str]]
"""The ids of the records that were rejected in a stream, in this run, as far as it was read."""


class KeptBack:
    """A stage over all streams of a run, with no state but what ``missing`` knows.

    It is asked when a stream with references begins, and again when another stream was read in between: by then what
    came before is in the ledger.
    """

    def __init__(self, references: Sequence[Reference], missing: Missing) -> None:
        self._references = references
        self._missing = missing
        self._stream: str | None = None
        self._waited_for: list[tuple[Reference, Array]] = []

    def __call__(self, batch: Batch, mapped: Mapped) -> Mapped:
        """What goes on: rows that refer to nothing that was rejected."""
        if batch.stream != self._stream:
            self._stream = batch.stream
            self._waited_for = list(self._ask(batch.stream))
        reasons: dict[int, list[Reason]] = {}
        for reference, missing in self._waited_for:
            for records in mapped.records:
                if records.entity == reference.entity and records.count:
                    _keep_back(reference, records, missing, reasons)
        return set_aside(batch, mapped, reasons, _own_ids(mapped, reasons)) if reasons else mapped

    def commit(self) -> Token:
        """There is nothing to make durable."""
        return ""

    def back_to(self, _token: Token) -> None:
        """What was rejected since may be forgotten: it is asked for anew."""
        self._stream = None

    def close(self, *, finished: bool) -> None:
        """There is nothing to give back."""

    def _ask(self, stream: str) -> Iterator[tuple[Reference, Array]]:
        found: dict[str, Array] = {}
        for reference in self._references:
            if reference.stream == stream:
                if reference.after not in found:
                    found[reference.after] = pa.array(sorted(self._missing(reference.after)), pa.string())
                if len(found[reference.after]):
                    yield reference, found[reference.after]


def _keep_back(reference: Reference, records: Records, missing: Array, reasons: dict[int, list[Reason]]) -> None:
    """Adds a reason for each row with a record that refers to one of ``missing``."""
    ids = reference.ids(records.rows)
    waits = pc.is_in(ids, value_set=missing)
    rows, named = map(int, records.source_rows.filter(waits)), ids.filter(waits).to_pylist()
    for row, record_id in zip(rows, named, strict=True):
        assert row is not None, "every record is of a row"
        reasons.setdefault(row, []).append(Reason("kept_back", reference.entity, reference.field, record_id))


def _own_ids(mapped: Mapped, rows: Collection[int]) -> dict[int, str | None]:
    """The id of each of some rows: that of its first record that has one."""
    wanted = pa.array(sorted(rows), pa.int32())
    ids: dict[int, str | None] = {}
    for records in mapped.records:
        here = pc.is_in(records.source_rows, value_set=wanted)
        places, named = map(int, records.source_rows.filter(here)), records.record_id.filter(here).to_pylist()
        for row, record_id in zip(places, named, strict=True):
            if record_id is not None:
                ids.setdefault(row, record_id)
    return ids
