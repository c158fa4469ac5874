"""What a run does with an open source: reads its streams one after the other, or its pieces one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, cast

from legacy_adapters.changes.lookback import Known
from legacy_adapters.core.lending import Holding
from legacy_adapters.core.protocols import Connection, Parted, Stage
from legacy_adapters.runs.engine import Engine, Lane
from legacy_adapters.runs.lanes import DeclaredStream, Making, compile_streams, make_lane, nothing_known, placed
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.runs import Run
from legacy_adapters.runs.output import Output
from legacy_adapters.runs.pace import RunPace
from legacy_adapters.runs.pieces.lanes import PartLanes
from legacy_adapters.runs.pieces.memory import RunMemory
from legacy_adapters.runs.pieces.partwise import Partwise
from legacy_adapters.runs.pipeline.pipeline import LoadedPipeline
from legacy_adapters.runs.saving import Saving
from legacy_adapters.runs.standing import Standing


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done: a run of a pipeline, with its streams. ``note`` is told what a person should know."""

    loaded: LoadedPipeline
    streams: Sequence[DeclaredStream]
    ledger: Ledger
    run: Run
    dry_run: bool
    note: Callable[[str], None]

    @property
    def making(self) -> Making:
        """What the lanes have in common."""
        return Making(self.loaded.source_id, self.run.id, self.run.started_at, self.loaded.fingerprint, self.dry_run)


@dataclass(frozen=True, slots=True)
class Tools:
    """What both kinds of work are done with."""

    stages: Mapping[str, Stage]
    output: Output
    saving: Saving
    pace: RunPace

    def engine(self, lanes: Sequence[Lane] = ()) -> Engine:
        """An engine for these lanes."""
        return Engine(lanes, self.stages, self.output, self.saving, self.pace, self.saving.ahead)


class Work(Protocol):
    """One of the two kinds."""

    def read(self, tools: Tools, standing: Standing) -> None:
        """Reads what is left. All of it is committed, none of it published, on return."""
        ...

    def hold(self, standing: Standing) -> None:
        """Called before publishing begins. Raises ``TakenOver`` where what was read may be another runner's by now."""
        ...

    def acknowledge(self, standing: Standing) -> None:
        """Called after publishing; idempotent."""
        ...


@dataclass(frozen=True, slots=True)
class WholeStreams:
    """A source whose streams are read one by one: a database."""

    lanes: Sequence[Lane]

    def read(self, tools: Tools, standing: Standing) -> None:
        """Each stream to its end."""
        tools.engine(self.lanes).run(standing)

    def hold(self, standing: Standing) -> None:
        """By reader, where it lends its rows."""
        for lane in self.lanes:
            if isinstance(lane.reader, Holding):
                lane.reader.hold(standing.positions.get(lane.name, {}))

    def acknowledge(self, standing: Standing) -> None:
        """By reader."""
        for lane in self.lanes:
            lane.reader.acknowledge(standing.positions.get(lane.name, {}))


@dataclass(frozen=True, slots=True)
class Parts:
    """A source whose pieces are taken one by one: a folder of files."""

    task: Task
    connection: Parted[Any]

    def read(self, tools: Tools, standing: Standing) -> None:
        """Each piece for all streams. A run that is publishing takes no more."""
        task = self.task
        if task.run.status == "publishing":
            return
        memory = RunMemory(task.ledger.parts, task.run, standing, task.dry_run)
        lanes = PartLanes(task.loaded, {s.name: s for s in task.streams}, task.making, memory)
        partwise = Partwise(
            tools.engine(), tools.output, tools.saving.go_back, task.ledger.rejects, task.run, tools.pace.rejects
        )
        parts = self.connection.parts(self._settings, memory, task.note)
        with closing(cast("Any", parts)):
            partwise.take(lanes.pieces(parts), standing)

    def hold(self, standing: Standing) -> None:
        """What is claimed stays claimed."""

    def acknowledge(self, standing: Standing) -> None:
        """Moves the pieces to where they go."""
        self.connection.put_away(self.task.ledger.parts.of_run(self.task.run.ordinal), self._settings)

    @property
    def _settings(self) -> Mapping[str, Any]:
        return {stream.name: stream.settings.source for stream in self.task.streams}


def work_of(task: Task, connection: Connection[Any]) -> Work:
    """The kind of work that fits the source. Raises ``ConfigError`` for a mapping that does not fit it."""
    if isinstance(connection, Parted):
        return Parts(task, connection)
    lanes = []
    for stream in compile_streams(task.loaded, connection):
        known: Known = partial(task.ledger.seen.matching, task.run.pipeline, stream.name)
        if not task.run.began_from.positions.get(stream.name):
            # All of it is read (--full, say): then all of it is delivered, not only what is older than the window.
            known = nothing_known
        with placed(task.loaded, "streams", stream.name):
            lanes.append(make_lane(stream, connection, task.making, known))
    return WholeStreams(lanes)
