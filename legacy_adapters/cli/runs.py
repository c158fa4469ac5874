"""`runs`: what happened, newest first; one run in full."""

from __future__ import annotations

from pathlib import Path

import click

from legacy_adapters.cli.options import as_json, state_dir


@click.group(invoke_without_command=True, epilog="Example: legacy-adapters runs show last")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1), help="How many runs.")
@state_dir
@as_json
@click.pass_context
def runs(context: click.Context, limit: int, state_dir: Path | None, as_json: bool) -> None:
    """Lists the runs of the pipelines in this folder, newest first."""
    context.obj = state_dir
    if context.invoked_subcommand is None:
        from legacy_adapters.cli.history import list_runs

        list_runs(state_dir, limit, as_json)


@runs.command(epilog="Example: legacy-adapters runs show last --json")
@click.argument("run_id", metavar="RUN")
@state_dir
@as_json
@click.pass_obj
def show(outer: Path | None, run_id: str, state_dir: Path | None, as_json: bool) -> None:
    """Shows one RUN in full, with its balance and totals; `last` is the newest, and a beginning is enough."""
    from legacy_adapters.cli.history import show_run

    show_run(state_dir or outer, run_id, as_json)
