"""How records of a stream that comes after another refer to the records there, and what was rejected of those."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from legacy_adapters.changes.duplicates import Duplicates
from legacy_adapters.changes.kept_back import Reference
from legacy_adapters.core.batch import Array
from legacy_adapters.mapping.plan import COMPANY
from legacy_adapters.runs.lanes import DeclaredStream
from legacy_adapters.runs.ledger.rejects import Rejects
from legacy_adapters.runs.pipeline.links import Link, links


def references(streams: Sequence[DeclaredStream], source_id: str) -> list[Reference]:
    """All references between the streams of a pipeline. Raises ``ConfigError`` as ``links`` does."""
    return list(_references({stream.name: stream for stream in streams}, source_id))


def _references(streams: dict[str, DeclaredStream], source_id: str) -> Iterator[Reference]:
    for stream in streams.values():
        for after in stream.settings.after:
            header = streams[after.stream]
            known = {**stream.entities, **header.entities}
            for link in links(stream.settings, after, header.settings, known.__getitem__):
                field = ", ".join(link.fields) or COMPANY
                yield Reference(stream.name, link.entity, field, after.stream, _ids(link, source_id))


def _ids(link: Link, source_id: str) -> Callable[[pa.RecordBatch], Array]:
    return lambda rows: link.ids(source_id, rows)


@dataclass(frozen=True, slots=True)
class RejectedRecords:
    """What was rejected in a run, stream by stream, as the ledger has it.

    A record of which another row went on in this run (the first of two, or a good one beside a bad one) has arrived,
    and is not missing.
    """

    streams: Sequence[DeclaredStream]
    rejects: Rejects
    run: int
    duplicates: Duplicates

    def missing(self, stream: str) -> Collection[str]:
        """The ids of the records of a stream that were rejected."""
        refused: set[str] = set()
        rejected: set[str] = set()
        for record_id, codes in self.rejects.ids_in(self.run, stream):
            if record_id is not None and codes != {"duplicate_key"}:
                (refused if "refused" in codes else rejected).add(record_id)
        entity = next(one.settings.map[0].to for one in self.streams if one.name == stream)
        return refused | rejected.difference(self.duplicates.seen(entity, sorted(rejected)))


def not_kept_back(streams: Sequence[DeclaredStream], rejects: Rejects, run: int) -> list[str]:
    """Notes of rejects whose id is not known, so that nothing could be kept back for them."""
    before = dict.fromkeys(after.stream for stream in streams for after in stream.settings.after)
    counted = {name: sum(found is None for found, _ in rejects.ids_in(run, name)) for name in before}
    return [
        f"{name}: {count:,} rejected without a record id, so that nothing could be kept back for them"
        for name, count in counted.items()
        if count
    ]
