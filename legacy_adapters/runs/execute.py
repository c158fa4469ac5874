"""One run of one pipeline: takes the lock, finds out where it stands, and goes on from there until all is published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from legacy_adapters.changes.duplicates import Duplicates
from legacy_adapters.changes.kept_back import KeptBack
from legacy_adapters.changes.unique import UniqueRows
from legacy_adapters.core.errors import Defect, LegacyAdaptersError, SourceChanged, TakenOver, TooManyRejects, gravest
from legacy_adapters.core.protocols import Delivery, Noting, Sink, Stage
from legacy_adapters.core.secrets import scrub
from legacy_adapters.runs.behind import SinkBehind
from legacy_adapters.runs.delivery.delivering import Delivering, notes_of
from legacy_adapters.runs.delivery.first_look import FirstLook
from legacy_adapters.runs.delivery.paced import PacedSink
from legacy_adapters.runs.delivery.report import rewritten
from legacy_adapters.runs.delivery.unanswered import answering
from legacy_adapters.runs.discard import Discard
from legacy_adapters.runs.interrupt import Interruption
from legacy_adapters.runs.lanes import (
    DeclaredStream,
    declare_streams,
    output_schemas,
    placed,
    unique_keys,
    watched_entities,
)
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.receipts import Handed
from legacy_adapters.runs.ledger.runs import Beginning, Run
from legacy_adapters.runs.limits import SourceLimits
from legacy_adapters.runs.lock import PipelineLock
from legacy_adapters.runs.output import Output
from legacy_adapters.runs.pace import CHECKPOINT_SECONDS, RunPace, Show, Silent
from legacy_adapters.runs.pieces.report import PartsReport
from legacy_adapters.runs.pipeline.destinations import SinkLimits
from legacy_adapters.runs.pipeline.pipeline import LoadedPipeline, load_pipeline
from legacy_adapters.runs.references import RejectedRecords, not_kept_back, references
from legacy_adapters.runs.report import Report, now
from legacy_adapters.runs.request import Request
from legacy_adapters.runs.retries import RetryPolicy, retrying
from legacy_adapters.runs.saving import Saving
from legacy_adapters.runs.standing import Standing
from legacy_adapters.runs.state.home import check_home
from legacy_adapters.runs.work import Task, Tools, work_of
from legacy_adapters.schema.currency import currency_fields
from legacy_adapters.sinks.spool.folder import SpoolFolder
from legacy_adapters.sinks.spool.writer import SpoolWriter

HOPELESS = (SourceChanged, TooManyRejects, Defect)
"""Errors after which a run is not gone on with: the next one begins anew."""


def execute(request: Request, *, show: Show | None = None, checkpoint_seconds: float = CHECKPOINT_SECONDS) -> Report:
    """Runs a pipeline and returns its report, with exit code 0 or, where there are new rejects, 65.

    Raises a ``LegacyAdaptersError`` for everything that ended it; what was checkpointed by then is gone on with next
    time. A run that was killed, or ended by an error that may pass, is resumed; if the pipeline has changed since, it
    begins anew from where it began.
    """
    loaded = load_pipeline(request.path, request.params)
    with Interruption() as interruption, _state(request, loaded) as folder, Ledger.open(folder) as ledger:
        shown = show or Silent()
        for note in () if request.dry_run else check_home(ledger):
            shown.note(note)
        execution = Execution(loaded, ledger, folder, request.dry_run, interruption, shown, checkpoint_seconds)
        killed = None if request.full or request.dry_run else ledger.runs.delivering(loaded.name)
        if killed is not None and killed.fingerprint == loaded.fingerprint:
            return execution.deliver(killed)
        try:
            return execution.run(_take_up(ledger, folder, loaded, request))
        except TakenOver as error:
            # Nothing of it was published, and its events are in the queue again, or with another runner.
            shown.note(f"begun anew: {error.message}")
            return execution.run(_take_up(ledger, folder, loaded, request))


@contextmanager
def _state(request: Request, loaded: LoadedPipeline) -> Iterator[Path]:
    """The folder of the pipeline's state, locked; for a dry run a copy of it, which is thrown away."""
    folder = request.state_dir or loaded.state_dir
    if not request.dry_run:
        with PipelineLock(folder, loaded.name):
            yield folder
        return
    with TemporaryDirectory(prefix="legacy-adapters-dry-run-") as copy:
        if Ledger.exists(folder):
            with Ledger.open(folder) as ledger:
                ledger.copy_to(Path(copy))
        yield Path(copy)


def _take_up(ledger: Ledger, folder: Path, loaded: LoadedPipeline, request: Request) -> Run:
    """The unfinished run if it can be gone on with, else a new one."""
    unfinished = ledger.runs.unfinished(loaded.name)
    began_from, anew = None, request.full
    if unfinished is not None:
        if unfinished.fingerprint == loaded.fingerprint and not (request.full or request.dry_run):
            return ledger.runs.resume(unfinished, now())
        ledger.runs.abandon(unfinished)
        _forget(folder, unfinished)
        began_from, anew = unfinished.began_from, anew or unfinished.anew
    if request.full:
        began_from = Beginning(token=ledger.runs.last_published(loaded.name))
    shown = loaded.shown_params
    return ledger.runs.begin(loaded.name, loaded.fingerprint, shown, now(), began_from=began_from, anew=anew)


@dataclass(frozen=True, slots=True)
class Execution:
    """Everything that the attempts at one run share."""

    loaded: LoadedPipeline
    ledger: Ledger
    folder: Path
    dry_run: bool
    interruption: Interruption
    show: Show
    checkpoint_seconds: float

    def run(self, run: Run) -> Report:
        """Tries until it is published, or an error comes that trying again does not mend; then delivers what waits."""
        report = self._read(run)
        return self._deliver(report) if self._spooled else report

    def deliver(self, run: Run) -> Report:
        """Goes on with a run that everything was read of, and that was killed while it was delivered."""
        assert run.report is not None, "what was finished has a report"
        return self._deliver(Report.from_json(run.report))

    def _read(self, run: Run) -> Report:
        try:
            if self._spooled:
                FirstLook(self._delivering, self.show.note).look(self._delivery(run, declare_streams(self.loaded)))
            for attempt in retrying(self.interruption.sleep, self.show.note):
                with attempt:
                    return self._attempt(self.ledger.runs.rewind(run))
        except LegacyAdaptersError as error:
            self._ended_by(error, run)
            raise
        raise Defect("the attempts ended without an error")

    @property
    def _spooled(self) -> bool:
        return self.loaded.spooled and not self.dry_run

    @property
    def _delivering(self) -> Delivering:
        return Delivering(self.loaded, self.ledger, self.folder, self.interruption, self.show, self.checkpoint_seconds)

    def _deliver(self, report: Report) -> Report:
        """What waits now, this run last. Raises ``Interrupted``; anything else is told by the report."""
        outcomes = self._delivering.all(RetryPolicy(), patient=True)
        now_known = rewritten(self.ledger, self.ledger.runs.show(report.run_id).ordinal)
        codes = [now_known.exit_code, *(outcome.exit_code for outcome in outcomes)]
        notes = (*report.notes, *notes_of(outcomes))
        errors = [scrub(str(outcome.error)) for outcome in outcomes if outcome.error is not None]
        return replace(now_known, notes=notes, exit_code=gravest(codes), error="\n".join(errors) or None)

    def _attempt(self, run: Run) -> Report:
        limits = SourceLimits.of(self.loaded.source, self.interruption.sleep)
        limits.check_hours()
        streams = declare_streams(self.loaded)
        with ExitStack() as opened:
            with placed(self.loaded, "source", "url"):
                connection = opened.enter_context(self.loaded.source.connect())
            notes: list[str] = []
            work = work_of(Task(self.loaded, streams, self.ledger, run, self.dry_run, notes.append), connection)
            standing = _standing(run)
            seconds = 0.0 if getattr(self.loaded.source, "batch_is_checkpoint", False) else self.checkpoint_seconds
            pace = RunPace(self.interruption, self.loaded.reject_limit, self.show, limits.after, seconds)
            stages = self._stages(streams, run)
            with closing(self._open_output(streams, run)) as output:
                save = Saving(self.ledger, run, lambda: self._handed(run, output))
                try:
                    work.read(Tools(stages, output, save, pace), standing)
                    if run.status != "publishing" and not self.dry_run:
                        work.hold(standing)
                except HOPELESS:
                    # Never gone on with, so no position can be wrong: kept to look at, with all rejects.
                    save(standing, "", {})
                    raise
                if isinstance(connection, Noting):
                    notes.extend(connection.notes)
                notes.extend(not_kept_back(streams, self.ledger.rejects, run.ordinal))
                report = self._publish(run, output, standing, save, notes)
            if not self.dry_run:
                work.acknowledge(standing)
            for stage in stages.values():
                stage.close(finished=True)
        return report

    def _stages(self, streams: Sequence[DeclaredStream], run: Run) -> dict[str, Stage]:
        tokens = run.checkpoint.stages if run.checkpoint else {}
        folder = self.folder / "runs" / run.id
        duplicates = Duplicates(folder / "keys", watched_entities(streams), tokens.get("duplicates"))
        rejected = RejectedRecords(streams, self.ledger.rejects, run.ordinal, duplicates)
        return {
            "unique": UniqueRows(folder / "own-keys", unique_keys(streams), tokens.get("unique")),
            # Before the duplicates: a row that is kept back has not been seen.
            "kept back": KeptBack(references(streams, self.loaded.source_id), rejected.missing),
            "duplicates": duplicates,
        }

    def _open_output(self, streams: Sequence[DeclaredStream], run: Run) -> Output:
        token = run.checkpoint.token if run.checkpoint else None
        if self.dry_run:
            return Output(lambda _token: Discard(), token)
        delivery = self._delivery(run, streams)
        if self._spooled:
            delivering = self._delivering
            spool, room = delivering.spool, delivering.room(run.id)
            return Output(lambda at: SinkBehind(lambda: SpoolWriter(spool, room, delivery, at)), token)
        only = self.loaded.destinations[0]
        limits = SinkLimits.of(only.terms, self.interruption.sleep)
        limits.before()
        return Output(
            lambda at: SinkBehind(lambda: PacedSink(answering(only.settings.open(delivery, at)), limits)), token
        )

    def _delivery(self, run: Run, streams: Sequence[DeclaredStream]) -> Delivery:
        return Delivery(
            schemas=output_schemas(streams),
            currency_fields={name: currency_fields(e) for s in streams for name, e in s.entities.items()},
            run_id=run.id,
            started_at=run.started_at,
            folder=self.loaded.folder,
            publishing=run.status == "publishing",
            known=run.began_from.token,
            pipeline=run.pipeline,
            first=self.ledger.runs.is_first(run),
        )

    def _handed(self, run: Run, output: Output) -> Handed | None:
        """To whom records are handed over where they do not wait in the spool."""
        if self.dry_run or self._spooled:
            return None
        return Handed(run.ordinal, self.loaded.destinations[0].name, run.id, ", ".join(output.outputs()))

    def _publish(self, run: Run, output: Output, standing: Standing, save: Saving, notes: Sequence[str]) -> Report:
        replaced = _strangers(run, output)
        if run.status != "publishing":
            self.ledger.runs.publishing(run)
        published = output.publish()
        standing.answered(output.receipts(), output.refusals())
        save.ahead(standing)
        if self._spooled:
            standing.waits()
        report = self._report(run, standing, outputs=tuple(output.outputs()), notes=(*notes, *replaced))
        self.ledger.runs.finish(
            run,
            "finished",
            report.to_json(),
            None if self._spooled else published,
            report.exit_code,
            receipts=standing.receipts,
            handed=self._handed(run, output),
            waits_for=[one.name for one in self.loaded.destinations] if self._spooled else (),
        )
        _clear(self.folder, run)
        return report

    def _report(self, run: Run, standing: Standing, *, outputs: tuple[str, ...], notes: Sequence[str]) -> Report:
        new = sum(tally.new_rejects for tally in standing.tallies.values())
        codes = self.ledger.parts.exit_codes(run.ordinal)
        return Report(
            pipeline=run.pipeline,
            run_id=run.id,
            status="dry run" if self.dry_run else "finished",
            exit_code=gravest([65 if new else 0, *codes]),
            moments=run.moments,
            ended_at=now(),
            streams=standing.tallies,
            outputs=outputs,
            notes=(*self.loaded.notes, *notes),
            parts=PartsReport.of(self.ledger.parts, run.ordinal),
        )

    def _ended_by(self, error: LegacyAdaptersError, run: Run) -> None:
        """Notes in the ledger why the run ended; if it is hopeless, with the report of how far it came."""
        message = scrub(str(error))
        kept = self.ledger.runs.show(run.id)
        if not kept.unfinished:
            # It is published and kept; what went wrong came behind it, and is done by the next run.
            return
        if not isinstance(error, HOPELESS):
            self.ledger.runs.stopped(kept, error.exit_code, message)
            return
        report = Report(
            pipeline=run.pipeline,
            run_id=run.id,
            status="failed",
            exit_code=error.exit_code,
            moments=kept.moments,
            ended_at=now(),
            streams=kept.checkpoint.tallies if kept.checkpoint else {},
            parts=PartsReport.of(self.ledger.parts, run.ordinal),
            error=message,
        )
        self.ledger.runs.finish(kept, "failed", report.to_json(), None, error.exit_code, error=message)
        _forget(self.folder, run)


def _strangers(run: Run, sink: Sink) -> list[str]:
    """Notes of files that this run is about to replace, although no run that the ledger knows has written them."""
    if run.status == "publishing" or run.began_from.token is not None:
        return []
    found = [path for path in sink.outputs() if Path(path).exists()]
    return [f"{path} was there before, of no run that the ledger knows; it was replaced" for path in found]


def _clear(folder: Path, run: Run) -> None:
    """Removes what the stages of a run that is over have on disk."""
    shutil.rmtree(folder / "runs" / run.id, ignore_errors=True)


def _forget(folder: Path, run: Run) -> None:
    """Removes everything on disk of a run that was given up."""
    _clear(folder, run)
    SpoolFolder.of(folder, run.pipeline).run(run.id).remove()


def _standing(run: Run) -> Standing:
    """Where the run stood at its last checkpoint, or where it begins."""
    if run.checkpoint is not None:
        return Standing.of(run.checkpoint)
    positions = {stream: dict(parts) for stream, parts in run.began_from.positions.items()}
    return Standing(positions=positions, next_sequence=run.sequence_base)
