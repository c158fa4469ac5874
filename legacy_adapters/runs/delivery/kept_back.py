"""Streams that come after others, on their way to one sink: what refers to a record that it refused is not sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

import pyarrow as pa
import pyarrow.compute as pc

from legacy_adapters.changes.kept_back import Reference
from legacy_adapters.core.records import Records
from legacy_adapters.core.reject import Reason, Reject
from legacy_adapters.runs.delivery.refused import entity_to, reject_here
from legacy_adapters.runs.lanes import declare_streams
from legacy_adapters.runs.ledger.rejects import Rejects
from legacy_adapters.runs.ledger.shipments import Shipment
from legacy_adapters.runs.pipeline.settings import LoadedPipeline
from legacy_adapters.runs.references import references

_NOT_THERE: Final = frozenset({"refused", "kept_back"})


@dataclass(slots=True)
class KeptBackHere:
    """What one receiver refused in one run, by stream, and who refers to it.

    Other than where records are mapped, each record is looked at by itself: others of the same row go on.
    """

    references: Sequence[Reference]
    sink: str
    missing: dict[str, set[str]]
    _stream: str | None = None

    @classmethod
    def of(cls, loaded: LoadedPipeline, shipment: Shipment, sink: str, rejects: Rejects) -> Self:
        """As it stood when the shipment was saved last. Of one that is sent again nothing is known that was refused
        before: its receiver may take it now."""
        if not any(stream.after for stream in loaded.pipeline.streams.values()):
            return cls((), sink, {})
        found = cls(references(declare_streams(loaded), loaded.source_id), sink, {})
        for stream in () if shipment.resent else {reference.after for reference in found.references}:
            for kept in rejects.list(shipment.pipeline, run=shipment.run, stream=stream):
                found.note(kept.reject)
        return found

    def note(self, reject: Reject) -> None:
        """Takes in what came of a record, if it came of it here."""
        if reject.record_id is not None and any(self._is_here(reason) for reason in reject.reasons):
            self.missing.setdefault(reject.stream, set()).add(reject.record_id)

    def begins(self, stream: str) -> bool:
        """Whether records of another stream come now, and it has to be known what was refused before."""
        if stream == self._stream:
            return False
        self._stream = stream
        return any(reference.stream == stream for reference in self.references)

    def parts(self, records: Records) -> Iterator[tuple[Records, Reject | None]]:
        """The records in their order, in pieces: what is sent, and one by one what is kept back."""
        begin = 0
        for at, reasons in sorted(self._reasons(records).items()):
            if at > begin:
                yield records.slice(begin, at - begin), None
            one = records.slice(at, 1)
            yield one, reject_here(one, reasons)
            begin = at + 1
        if begin < records.count:
            yield records.slice(begin, records.count - begin), None

    def _reasons(self, records: Records) -> dict[int, list[Reason]]:
        found: dict[int, list[Reason]] = {}
        for reference in self.references:
            missing = self.missing.get(reference.after)
            if missing and (reference.stream, reference.entity) == (records.stream, records.entity):
                ids = reference.ids(records.rows)
                waits = pc.is_in(ids, value_set=pa.array(sorted(missing), pa.string()))
                for at, (waits_here, record_id) in enumerate(zip(waits.to_pylist(), ids.to_pylist(), strict=True)):
                    if waits_here:
                        entity = entity_to(records.entity, self.sink)
                        found.setdefault(at, []).append(Reason("kept_back", entity, reference.field, record_id))
        return found

    def _is_here(self, reason: Reason) -> bool:
        named = reason.entity or reason.field
        return reason.code in _NOT_THERE and named == entity_to(named.partition(" ")[0], self.sink)
