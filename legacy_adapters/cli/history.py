"""The runs that the ledgers remember."""

from __future__ import annotations

import json
from pathlib import Path

import click

from legacy_adapters.cli.ledgers import Ledgers
from legacy_adapters.cli.reporting import show_report
from legacy_adapters.cli.tables import add, table
from legacy_adapters.cli.terminal import out, talk
from legacy_adapters.runs.ledger.runs import Run
from legacy_adapters.runs.report import Report

_NUMBERS = ("exit", "read", "rejected")


def list_runs(ledgers: Ledgers, limit: int, as_json: bool) -> None:
    """One line a run, newest first; with the folder where there is more than one ledger."""
    found = ledgers.newest(limit)
    if as_json:
        for folder, run in found:
            click.echo(json.dumps(_line(folder, run), ensure_ascii=False))
        return
    if not found:
        talk().print("Nothing has run yet.")
        return
    several = len(ledgers.folders) > 1
    console = out()
    headings = ("run", "pipeline", "status", "started", *_NUMBERS, *(("in",) if several else ()))
    shown = table(console, *headings, numbers=_NUMBERS)
    for folder, run in found:
        line = _line(folder, run)
        started = run.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
        counts = (f"{line['read']:,}", f"{line['rejected']:,}")
        code = "" if run.exit_code is None else str(run.exit_code)
        place = (str(folder.parent),) if several else ()
        add(shown, run.id, run.pipeline, run.status, started, code, *counts, *place)
    console.print(shown)


def show_run(ledgers: Ledgers, name: str, as_json: bool) -> None:
    """The report of one run; of an unfinished one how far it came and why it stopped."""
    run = ledgers.one(name)
    report = Report.from_json(run.report) if run.report else _so_far(run)
    if as_json:
        click.echo(report.to_json())
    else:
        show_report(report)


def _so_far(run: Run) -> Report:
    return Report(
        pipeline=run.pipeline,
        run_id=run.id,
        status=run.status,
        exit_code=run.exit_code if run.exit_code is not None else 0,
        moments=run.moments,
        ended_at=run.ended_at or run.moments[-1],
        streams=run.checkpoint.tallies if run.checkpoint else {},
        error=run.error,
    )


def _line(folder: Path, run: Run) -> dict[str, object]:
    tallies = run.checkpoint.tallies.values() if run.checkpoint else ()
    return {
        "run": run.id,
        "pipeline": run.pipeline,
        "status": run.status,
        "started_at": run.started_at.isoformat(),
        "exit_code": run.exit_code,
        "read": sum(tally.rows.read for tally in tallies),
        "rejected": sum(tally.rows.rejected for tally in tallies),
        "error": run.error,
        "state_dir": str(folder),
    }
