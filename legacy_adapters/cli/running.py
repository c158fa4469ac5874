"""Runs pipelines one after the other and shows their reports; the gravest exit code wins."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from legacy_adapters.cli.main import show_error, write_no_more
from legacy_adapters.cli.reporting import show_report
from legacy_adapters.cli.terminal import ProgressShow, talk
from legacy_adapters.core.errors import LegacyAdaptersError, gravest
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.interrupt import Interrupted, Interruption
from legacy_adapters.runs.log import configure_logging, logger
from legacy_adapters.runs.report import Report
from legacy_adapters.runs.request import Request
from legacy_adapters.runs.watch import wait_for_work

WAITING_HELPS = (0, 65, 69, 75)
"""The exit codes after which ``--watch`` goes on: whatever ended the run may be otherwise next time."""


def run_all(requests: Sequence[Request], as_json: bool) -> int:
    """Runs every request, also when one before it failed; only Ctrl-C and SIGTERM end them all."""
    configure_logging()
    codes: list[int] = []
    with Interruption() as interruption:
        for request in requests:
            try:
                interruption.check()
                codes.append(_run_one(request, as_json))
            except LegacyAdaptersError as error:
                _tell(request, error)
                if isinstance(error, Interrupted):
                    return error.exit_code
                codes.append(error.exit_code)
    return gravest(codes)


def watch_all(requests: Sequence[Request], every: float, as_json: bool) -> int:
    """A loop of runs, each whole, until Ctrl-C or SIGTERM, or until an error that waiting does not mend."""
    with Interruption() as interruption:
        while True:
            code = run_all(requests, as_json)
            if code not in WAITING_HELPS:
                return code
            wait_for_work(requests, every, interruption)


def _run_one(request: Request, as_json: bool) -> int:
    with ProgressShow() as show:
        report = execute(request, show=show)
    try:
        if as_json:
            click.echo(report.to_json())
        else:
            show_report(report)
    except BrokenPipeError:
        # The ledger has the report. What is still to be run, and the exit code, are not the reader's business.
        write_no_more()
    _note_end(request, report)
    return report.exit_code


def _note_end(request: Request, report: Report) -> None:
    """For a person where to look next, for a log what came of it."""
    if not sys.stderr.isatty():
        rows = [tally.rows for tally in report.streams.values()]
        logger().info(
            f"{report.pipeline}: {report.status}",
            pipeline=report.pipeline,
            run=report.run_id,
            exit_code=report.exit_code,
            read=sum(r.read for r in rows),
            rejected=report.rejected,
            new_rejects=report.new_rejects,
        )
        if report.error:
            # The run has ended well; delivering what waits has not.
            event, _, hint = report.error.partition("\n  ")
            logger().error(event, hint=hint, file=str(request.path), exit_code=report.exit_code)
    elif report.new_rejects and not request.dry_run:
        talk().print(f"`legacy-adapters rejects list {request.path}` shows the reasons.", soft_wrap=True)


def _tell(request: Request, error: LegacyAdaptersError) -> None:
    """The error that ended a run: in words on a terminal, as a line of the log where there is none."""
    if sys.stderr.isatty():
        show_error(error)
        return
    event = f"{error.where}: {error.message}" if error.where else error.message
    logger().error(event, hint=error.hint, file=str(request.path), exit_code=error.exit_code)
