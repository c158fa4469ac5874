"""The runs that the ledger remembers."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.table import Table

from legacy_adapters.cli.reporting import show_report
from legacy_adapters.cli.terminal import out
from legacy_adapters.run.ledger import Ledger
from legacy_adapters.run.ledger_runs import Run
from legacy_adapters.run.report import Report

STATE_DIR = Path(".legacy_adapters")


def list_runs(state_dir: Path | None, limit: int, as_json: bool) -> None:
    """One line a run, newest first."""
    with Ledger.open(state_dir or STATE_DIR, must_exist=True) as ledger:
        found = ledger.runs.list(limit=limit)
    if as_json:
        for run in found:
            click.echo(json.dumps(_line(run), ensure_ascii=False))
        return
    table = Table("run", "pipeline", "status", "started", "exit code", "rows read", "rejected")
    for run in found:
        line = _line(run)
        started = run.started_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        cells = (run.id, run.pipeline, run.status, started, line["exit_code"], line["read"], line["rejected"])
        table.add_row(*("" if cell is None else str(cell) for cell in cells))
    out().print(table)


def show_run(state_dir: Path | None, run_id: str, as_json: bool) -> None:
    """The report of one run; of an unfinished one how far it came and why it stopped."""
    with Ledger.open(state_dir or STATE_DIR, must_exist=True) as ledger:
        run = ledger.runs.show(run_id)
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


def _line(run: Run) -> dict[str, object]:
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
    }
