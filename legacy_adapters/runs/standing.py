"""Where a run stands between two checkpoints: what was read, mapped and written, and what must be saved with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.checkpoint import Checkpoint, Delivered, ReturnPoint, Rows, SeenRow, Tally
from legacy_adapters.core.protocols import Mapped, Receipt, Refusal, TakenPart, Token
from legacy_adapters.core.records import Records
from legacy_adapters.core.reject import Reject
from legacy_adapters.runs.delivery.refused import count_refused, count_written, reject_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What a checkpoint adds to the memory of an incremental stream, and up to where that memory may be forgotten."""

    stream: str
    rows: Sequence[SeenRow]
    oldest: str | None


@dataclass(slots=True)
class Standing:
    """The state of a run that a checkpoint is made of, and what came since the last one.

    ``loose`` has the parts of the stream at hand of which rows were taken that no position stands for: while there are
    any, no checkpoint can be made. ``parts`` has the pieces, by stream and part, that the run has done with since the
    last checkpoint, ``joined`` those that were read and are not mapped yet; ``back`` is where it goes if the piece that
    is being read cannot be taken. ``alone`` are pieces that were too bad to be taken together with others.
    """

    positions: dict[str, dict[str, str]] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    tallies: dict[str, Tally] = field(default_factory=dict)
    next_sequence: int = 0
    rejects: list[Reject] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    loose: set[str] = field(default_factory=set)
    parts: dict[tuple[str, str], TakenPart] = field(default_factory=dict)
    joined: dict[tuple[str, str], TakenPart] = field(default_factory=dict)
    back: ReturnPoint | None = None
    alone: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Standing:
        """Where a run stood at a checkpoint."""
        return cls(
            positions={stream: dict(parts) for stream, parts in checkpoint.positions.items()},
            finished=set(checkpoint.finished),
            tallies={stream: _copied(tally) for stream, tally in checkpoint.tallies.items()},
            next_sequence=checkpoint.next_sequence,
            back=checkpoint.back,
            alone=set(checkpoint.alone),
        )

    def go_back(self) -> ReturnPoint:
        """Forgets what came of the piece that is being read."""
        assert self.back is not None, "no piece is being read"
        point, then = self.back, Standing.of(self.back.checkpoint)
        self.positions, self.finished, self.tallies = then.positions, then.finished, then.tallies
        self.next_sequence, self.back = then.next_sequence, None
        self.rejects.clear()
        self.seen.clear()
        self.loose.clear()
        return point

    def done_with(self, part: TakenPart) -> None:
        """The piece is behind us, for this stream: the ledger remembers it from the next checkpoint on."""
        self.positions.get(part.stream, {}).pop(part.part, None)
        self.parts[part.stream, part.part] = part

    def rows_of_part(self, stream: str) -> Rows:
        """What became of the rows of the piece that is being read; of the stream, where it is not read in pieces."""
        rows = self.tally(stream).rows
        before = self.back.checkpoint.tallies.get(stream) if self.back else None
        if before is None:
            return rows
        then = before.rows
        return Rows(
            read=rows.read - then.read,
            taken=rows.taken - then.taken,
            unchanged=rows.unchanged - then.unchanged,
            filtered=rows.filtered - then.filtered,
            rejected=rows.rejected - then.rejected,
        )

    def checkpoint(self, token: Token | None, stages: Mapping[str, Token]) -> Checkpoint:
        """What is saved, together with the tokens of the sink and the stages."""
        return Checkpoint(
            positions={stream: dict(parts) for stream, parts in self.positions.items()},
            finished=frozenset(self.finished),
            token=token,
            stages=dict(stages),
            tallies={stream: _copied(tally) for stream, tally in self.tallies.items()},
            next_sequence=self.next_sequence,
            back=self.back,
            alone=frozenset(self.alone),
        )

    @property
    def settled(self) -> bool:
        """Whether a position stands for every row that was taken."""
        return not self.loose

    def saved(self) -> None:
        """What came since the last checkpoint is in the ledger."""
        self.rejects.clear()
        self.receipts.clear()
        self.seen.clear()
        self.parts.clear()

    def arrived(self, batch: Batch) -> None:
        """Counts the rows of a batch and notes the position behind it."""
        self.tally(batch.stream).rows.read += batch.rows.num_rows
        if batch.position is not None:
            self.positions.setdefault(batch.stream, {})[batch.part] = batch.position
            self.loose.discard(batch.part)
        elif batch.rows.num_rows:
            self.loose.add(batch.part)

    def ended(self, stream: str) -> None:
        """The stream was read to its end: what it gave stands as a whole, also without a position."""
        self.finished.add(stream)
        self.loose.clear()

    def became(self, stream: str, mapped: Mapped, unchanged: int) -> None:
        """Counts what became of a batch's rows. The rows taken are counted from the records themselves, so that a
        record lost on the way is noticed as a run that does not balance."""
        rows = self.tally(stream).rows
        rows.unchanged += unchanged
        rows.filtered += mapped.filtered
        rows.rejected += len(mapped.rejects)
        rows.taken += _distinct_rows(mapped.records)
        self.rejects.extend(mapped.rejects)
        for records in mapped.records:
            self._delivered(stream, records).produced += records.count

    def wrote(self, stream: str, records: Records) -> None:
        """Counts records that the sink took, and adds up their amounts."""
        count_written(self._delivered(stream, records), records)
        self.next_sequence += records.count

    def answered(self, receipts: Iterable[Receipt], refusals: Iterable[Refusal]) -> None:
        """What the receiver said of the records that it was given: each that it refused is a reject."""
        self.receipts.extend(receipts)
        for refusal in refusals:
            count_refused(self._delivered(refusal.record.stream, refusal.record), refusal)
            self.rejects.append(reject_of(refusal))

    def waits(self) -> None:
        """All records that were written wait in the spool: none of them is delivered yet."""
        for tally in self.tallies.values():
            for delivered in tally.records.values():
                delivered.waiting, delivered.delivered = delivered.delivered, 0

    def refused(self, stream: str) -> int:
        """How many records of the stream were refused by their receiver."""
        return sum(delivered.refused for delivered in self.tally(stream).records.values())

    def tally(self, stream: str) -> Tally:
        """The balance of one stream."""
        return self.tallies.setdefault(stream, Tally())

    def _delivered(self, stream: str, records: Records) -> Delivered:
        return self.tally(stream).records.setdefault(records.entity, Delivered())


def _distinct_rows(records: Sequence[Records]) -> int:
    sources = [r.source_rows.to_numpy(zero_copy_only=False) for r in records if r.count]
    if not sources:
        return 0
    found = np.zeros(max(int(rows.max()) for rows in sources) + 1, dtype=np.bool_)
    for rows in sources:
        found[rows] = True
    return int(found.sum())


def _copied(tally: Tally) -> Tally:
    records = {entity: replace(delivered, sums=dict(delivered.sums)) for entity, delivered in tally.records.items()}
    return Tally(replace(tally.rows), records, tally.new_rejects)
