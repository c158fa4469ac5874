"""What is asked of the spool without a run: deliver what waits, send again what was delivered, give up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.delivery.delivering import Delivering, Outcome
from legacy_adapters.runs.delivery.report import rewritten
from legacy_adapters.runs.interrupt import Interruption
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.pace import CHECKPOINT_SECONDS, Show, Silent
from legacy_adapters.runs.pipeline.pipeline import LoadedPipeline, load_pipeline
from legacy_adapters.runs.request import Request
from legacy_adapters.runs.retries import RetryPolicy
from legacy_adapters.runs.state.home import check_home
from legacy_adapters.sinks.spool.folder import SpoolFolder


def deliver_waiting(
    request: Request,
    interruption: Interruption | None = None,
    show: Show | None = None,
    *,
    anew: bool = False,
    seconds: float = CHECKPOINT_SECONDS,
) -> list[Outcome]:
    """Delivers what waits for each sink of a pipeline; the source is not touched. ``anew``: from the beginning of all
    that waits. What came of it is told by sink, only for those that something waited for. Raises ``ConfigError`` where
    nothing has run yet, ``Interrupted``."""
    with _opened(request, show) as (loaded, ledger), _noticing(interruption) as asked:
        if anew:
            ledger.shipments.anew(loaded.name)
        folder = request.state_dir or loaded.state_dir
        delivering = Delivering(loaded, ledger, folder, asked, show or Silent(), seconds)
        outcomes = delivering.all(RetryPolicy(), patient=False)
        return [one for one in outcomes if one.delivered or one.waiting or one.error]


def give_up(request: Request, sink: str) -> int:
    """Has what waits for a sink not be delivered to it; returns how many runs that are."""
    with _opened(request) as (loaded, ledger):
        given_up = ledger.shipments.give_up(loaded.name, sink)
        for run in {shipment.run for shipment in given_up}:
            rewritten(ledger, run)
        return len(given_up)


@dataclass(frozen=True, slots=True)
class Again:
    """What is to be sent again: runs that began within a period, those of one stream or all, to one sink or all."""

    since: datetime
    until: datetime
    stream: str | None = None
    sink: str | None = None


def send_again(request: Request, again: Again) -> int:
    """Puts what was delivered in a period behind all that waits, with the ids it had; returns how many runs that are.
    Raises ``ConfigError`` where there is nothing, where the spool has not all of it any more, and for a sink that
    cannot take it twice."""
    with _opened(request) as (loaded, ledger):
        sinks = _sinks(loaded, again)
        if again.stream is not None and again.stream not in loaded.pipeline.streams:
            known = ", ".join(loaded.pipeline.streams)
            raise ConfigError(
                f"there is no stream {again.stream!r}", where=str(loaded.path), hint=f"There are {known}."
            )
        runs = ledger.shipments.delivered(loaded.name, again.since, again.until)
        if not runs:
            raise ConfigError("nothing was delivered through the spool in that time", hint="`runs` lists the runs.")
        spool = SpoolFolder.of(request.state_dir or loaded.state_dir, loaded.name)
        gone = [run_id for _, run_id in runs if not spool.run(run_id).sealed]
        if gone:
            shown = ", ".join(gone[:5]) + (" …" if len(gone) > 5 else "")
            hint = "How long it is kept is stated by spool: keep_days. `run --full` reads everything again."
            raise ConfigError(
                f"the spool does not have {len(gone):,} of {len(runs):,} runs any more: {shown}", hint=hint
            )
        streams = None if again.stream is None else [again.stream]
        ledger.shipments.again(runs, loaded.name, sinks, streams)
        return len(runs)


def _sinks(loaded: LoadedPipeline, again: Again) -> Sequence[str]:
    chosen = [one for one in loaded.destinations if again.sink in (None, one.name)]
    if not chosen:
        known = ", ".join(one.name for one in loaded.destinations)
        raise ConfigError(f"there is no sink {again.sink!r}", where=str(loaded.path), hint=f"There are {known}.")
    for one in chosen:
        if not getattr(one.settings, "repeatable", True):
            hint = "Name the others with --sink, or write it anew with `run --full`."
            raise ConfigError(f"{one.name} would have the records twice", where=str(loaded.path), hint=hint)
    return [one.name for one in chosen]


def _noticing(interruption: Interruption | None) -> AbstractContextManager[Interruption]:
    """One that is given is entered already, by whoever gave it."""
    return Interruption() if interruption is None else nullcontext(interruption)


@contextmanager
def _opened(request: Request, show: Show | None = None) -> Iterator[tuple[LoadedPipeline, Ledger]]:
    loaded = load_pipeline(request.path, request.params)
    with Ledger.open(request.state_dir or loaded.state_dir, must_exist=True) as ledger:
        for note in check_home(ledger):
            (show or Silent()).note(note)
        yield loaded, ledger
