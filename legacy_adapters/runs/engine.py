"""The engine: reads every stream, maps it, writes it, saves where it stands. Short enough to be the specification."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Protocol, cast

from legacy_adapters.changes.lookback import Lookback
from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import OutOfBalance
from legacy_adapters.core.protocols import AnsweringSink, Mapper, Reader, Stage, Token
from legacy_adapters.core.records import Records, Stamp
from legacy_adapters.runs.standing import Seen, Standing


@dataclass(frozen=True, slots=True)
class Lane:
    """One stream, ready to be read: ``stamps`` by entity go on its records."""

    name: str
    reader: Reader
    mapper: Mapper
    stamps: Mapping[str, Stamp]
    lookback: Lookback | None = None


class Pace(Protocol):
    """When to save, and when to stop."""

    def due(self) -> bool:
        """Whether it is time for a checkpoint."""
        ...

    def after(self, stream: str, batch: Batch, standing: Standing) -> None:
        """Called behind each batch: shows progress, keeps the source's limits, and raises ``Interrupted``,
        ``TryLater`` or ``TooManyRejects`` where the run has to end."""
        ...


Save = Callable[[Standing, Token, Mapping[str, Token]], None]
"""Saves a checkpoint in the ledger, in one transaction: called only after the sink's commit returned."""


def _kept_in_memory(standing: Standing) -> None:
    """What has no ledger keeps its rejects."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything that one run is made of.

    ``put_away`` makes room where no checkpoint can be made: it takes over the rejects, until the next one is.
    """

    lanes: Sequence[Lane]
    stages: Mapping[str, Stage]
    sink: AnsweringSink
    save: Save
    pace: Pace
    put_away: Callable[[Standing], None] = _kept_in_memory

    def run(self, standing: Standing) -> None:
        """Reads what is left of every stream. All of it is committed, none of it published, on return."""
        for lane in self.lanes:
            if lane.name not in standing.finished:
                self.read(lane, standing)
                standing.ended(lane.name)
                self.checkpoint(standing)

    def read(self, lane: Lane, standing: Standing) -> None:
        """Reads what is left of one lane, with checkpoints on the way."""
        batches = cast("closing[Iterator[Batch]]", closing(lane.reader.read(standing.positions.get(lane.name, {}))))  # type: ignore[type-var]
        with batches as rows:
            for batch in rows:
                self.take(lane, batch, standing)
                # A batch without rows may be the stream's end: its position is the next run's, not this one's.
                if batch.rows.num_rows and self.pace.due():
                    self._make_room(standing)
                self.pace.after(lane.name, batch, standing)

    def take(self, lane: Lane, batch: Batch, standing: Standing) -> None:
        """Maps one batch, and writes its records."""
        standing.arrived(batch)
        fresh, unchanged = lane.lookback.split(batch) if lane.lookback else (batch, 0)
        mapped = lane.mapper(fresh)
        for stage in self.stages.values():
            mapped = stage(fresh, mapped)
        standing.became(lane.name, mapped, unchanged)
        for records in mapped.records:
            self._write(lane, records, standing)
        if lane.lookback and fresh.rows.num_rows:
            remembered = lane.lookback.remember(fresh, mapped)
            standing.seen.append(Seen(lane.name, remembered, lane.lookback.oldest(fresh)))
        _balance(lane.name, standing)

    def _write(self, lane: Lane, records: Records, standing: Standing) -> None:
        if records.count:
            stamp = records.stamp or lane.stamps[records.entity]
            numbered = replace(records, stream=lane.name, stamp=stamp, first_sequence=standing.next_sequence)
            self.sink.write(numbered)
            standing.wrote(lane.name, records)

    def _make_room(self, standing: Standing) -> None:
        if standing.settled:
            self.checkpoint(standing)
            return
        # What the stages make durable here is forgotten again if the run is killed, as no token of it is saved.
        for stage in self.stages.values():
            stage.commit()
        self.put_away(standing)

    def commit(self, standing: Standing) -> tuple[Token, dict[str, Token]]:
        """Makes everything written durable, and notes what the receiver says: the tokens of the sink and of the
        stages."""
        stages = {name: stage.commit() for name, stage in self.stages.items()}
        token = self.sink.commit()
        standing.answered(self.sink.receipts(), self.sink.refusals())
        return token, stages

    def checkpoint(self, standing: Standing) -> None:
        """Saves where the run stands."""
        token, stages = self.commit(standing)
        self.save(standing, token, stages)
        standing.saved()


def _balance(stream: str, standing: Standing) -> None:
    tally = standing.tally(stream)
    if not tally.balanced:
        raise OutOfBalance(
            f"rows or records do not add up: {tally.rows}, {tally.records}",
            where=f"stream {stream}",
            hint="Nothing was published. This is a defect of legacy-adapters: please report it with this message.",
        )
