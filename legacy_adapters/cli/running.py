"""Runs pipelines one after the other and shows their reports; the gravest exit code wins."""

from __future__ import annotations

from collections.abc import Sequence

import click

from legacy_adapters.cli.main import show_error
from legacy_adapters.cli.reporting import show_report
from legacy_adapters.cli.terminal import ProgressShow
from legacy_adapters.core.errors import LegacyAdaptersError, gravest
from legacy_adapters.run.execute import execute
from legacy_adapters.run.interrupt import Interrupted, Interruption
from legacy_adapters.run.log import configure_logging
from legacy_adapters.run.request import Request


def run_all(requests: Sequence[Request], as_json: bool) -> int:
    """Runs every request, also when one before it failed; only Ctrl-C and SIGTERM end them all."""
    configure_logging()
    codes: list[int] = []
    for request in requests:
        try:
            codes.append(_run_one(request, as_json))
        except Interrupted:
            raise
        except LegacyAdaptersError as error:
            show_error(error)
            codes.append(error.exit_code)
    return gravest(codes)


def watch_all(requests: Sequence[Request], every: float, as_json: bool) -> int:
    """A loop of runs, each whole, until Ctrl-C or SIGTERM, or until an error that waiting does not mend."""
    with Interruption() as interruption:
        while True:
            code = run_all(requests, as_json)
            if code not in (0, 65, 69, 75):
                return code
            interruption.sleep(every)


def _run_one(request: Request, as_json: bool) -> int:
    with ProgressShow() as show:
        report = execute(request, show=show)
    if as_json:
        click.echo(report.to_json())
    else:
        show_report(report)
    return report.exit_code
