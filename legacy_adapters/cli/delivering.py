"""Delivers what waits, and says what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from legacy_adapters.cli.main import show_error
from legacy_adapters.cli.terminal import ProgressShow, talk
from legacy_adapters.core.errors import LegacyAdaptersError, gravest
from legacy_adapters.core.secrets import scrub
from legacy_adapters.runs.delivery.deliver import deliver_waiting, give_up
from legacy_adapters.runs.delivery.delivering import Outcome
from legacy_adapters.runs.interrupt import Interrupted, Interruption
from legacy_adapters.runs.log import configure_logging
from legacy_adapters.runs.request import Request

WAITING_HELPS = (0, 65, 69, 75)
"""The exit codes after which ``--watch`` goes on."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be delivered, and how."""

    path: Path
    params: Mapping[str, str]
    state_dir: Path | None
    anew: bool = False
    give_up: str | None = None

    @property
    def request(self) -> Request:
        """Which pipeline."""
        return Request(self.path, self.params, state_dir=self.state_dir)


def deliver_all(asks: Sequence[Ask], as_json: bool, every: float | None) -> int:
    """One look, or with ``every`` one after the other until Ctrl-C, or until an error that waiting does not mend."""
    configure_logging()
    with Interruption() as interruption:
        while True:
            try:
                code = gravest([_deliver(ask, as_json, interruption) for ask in asks])
                if every is None or code not in WAITING_HELPS:
                    return code
                interruption.sleep(every)
            except Interrupted as error:
                return error.exit_code
            # What was restored once is not begun anew with every look.
            asks = [replace(ask, anew=False, give_up=None) for ask in asks]


def _deliver(ask: Ask, as_json: bool, interruption: Interruption) -> int:
    try:
        if ask.give_up is not None:
            count = give_up(ask.request, ask.give_up)
            what = "1 run is" if count == 1 else f"{count:,} runs are"
            talk().print(f"{what} not delivered to {ask.give_up}.")
        with ProgressShow() as show:
            outcomes = deliver_waiting(ask.request, interruption, show, anew=ask.anew)
    except Interrupted:
        raise
    except LegacyAdaptersError as error:
        show_error(error)
        return error.exit_code
    for outcome in outcomes:
        _tell(outcome, as_json)
    if not outcomes and not as_json:
        talk().print("Nothing waits.")
    return gravest([outcome.exit_code for outcome in outcomes])


def _tell(outcome: Outcome, as_json: bool) -> None:
    if as_json:
        error = None if outcome.error is None else scrub(str(outcome.error))
        line = {"sink": outcome.sink, "delivered": outcome.delivered, "waiting": outcome.waiting, "error": error}
        click.echo(json.dumps(line, ensure_ascii=False))
        return
    click.echo(f"{outcome.sink}: {_runs(outcome.delivered)} delivered, {_runs(outcome.waiting)} waiting")
    if outcome.error is not None:
        show_error(outcome.error)


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count:,} runs"
