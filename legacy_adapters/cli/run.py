"""`run`: runs pipelines, one after the other."""

from __future__ import annotations

from pathlib import Path

import click

from legacy_adapters.cli.lean import lean
from legacy_adapters.cli.options import PIPELINE, as_json, collect, parameters, state_dir


@click.command(epilog="Example: legacy-adapters run pipelines/gl.yaml --param company=NORD")
@click.argument("pipelines", nargs=-1, required=True, type=PIPELINE, metavar="PIPELINE…")
@click.option("--full", is_flag=True, help="Read everything again; forget an unfinished run and all watermarks.")
@click.option("--dry-run", is_flag=True, help="Read, map and count everything; deliver and remember nothing.")
@click.option(
    "--watch",
    is_flag=True,
    help="Run again and again, each run whole, until Ctrl-C; at once when a file comes.",
)
@click.option(
    "--every",
    default=60.0,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="With --watch: seconds between runs.",
)
@parameters
@state_dir
@as_json
def run(
    pipelines: tuple[Path, ...],
    full: bool,
    dry_run: bool,
    watch: bool,
    every: float,
    given: tuple[str, ...],
    params_file: Path | None,
    state_dir: Path | None,
    as_json: bool,
) -> int:
    """Runs PIPELINE: reads, maps, delivers, balances.

    A run that was killed goes on where it stood. The exit code says what a scheduler needs to know: 0 all delivered,
    65 new rejects, 69 try again later, 75 another run is going, 76 the source changed, 78 the pipeline file is wrong.
    """
    with lean():
        from legacy_adapters.cli.running import run_all, watch_all
        from legacy_adapters.runs.request import Request

    params = collect(given, params_file)
    requests = [Request(path, params, full=full, dry_run=dry_run, state_dir=state_dir) for path in pipelines]
    return watch_all(requests, every, as_json) if watch else run_all(requests, as_json)
