"""`rejects`: the rows set aside, with their reasons."""

from __future__ import annotations

from pathlib import Path

import click

from legacy_adapters.cli.options import PIPELINE, as_json, collect, parameters, state_dir


@click.group(epilog="Example: legacy-adapters rejects export pipelines/gl.yaml --to rejects.csv")
def rejects() -> None:
    """Looks at the rows that were set aside in the last run of a pipeline, with every reason."""


@rejects.command("list", epilog="Example: legacy-adapters rejects list pipelines/gl.yaml")
@click.argument("pipeline", type=PIPELINE)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="How many rejects.")
@parameters
@state_dir
@as_json
def list_(
    pipeline: Path,
    limit: int,
    given: tuple[str, ...],
    params_file: Path | None,
    state_dir: Path | None,
    as_json: bool,
) -> None:
    """Lists the rejects of the last run of PIPELINE."""
    from legacy_adapters.cli.desk import list_rejects, open_desk

    with open_desk(pipeline, collect(given, params_file), state_dir) as desk:
        list_rejects(desk, limit, as_json)


@rejects.command(epilog="Example: legacy-adapters rejects show pipelines/gl.yaml 17")
@click.argument("pipeline", type=PIPELINE)
@click.argument("number", type=int, metavar="ID")
@parameters
@state_dir
@as_json
def show(
    pipeline: Path,
    number: int,
    given: tuple[str, ...],
    params_file: Path | None,
    state_dir: Path | None,
    as_json: bool,
) -> None:
    """Shows the reject ID of PIPELINE whole: its row, its origin, and all reasons."""
    from legacy_adapters.cli.desk import open_desk, show_reject

    with open_desk(pipeline, collect(given, params_file), state_dir) as desk:
        show_reject(desk, number, as_json)


@rejects.command(epilog="Example: legacy-adapters rejects export pipelines/gl.yaml --to rejects.csv")
@click.argument("pipeline", type=PIPELINE)
@click.option("--to", default="-", show_default=True, type=click.Path(dir_okay=False, allow_dash=True))
@parameters
@state_dir
def export(pipeline: Path, to: str, given: tuple[str, ...], params_file: Path | None, state_dir: Path | None) -> None:
    """Takes the rejects of the last run of PIPELINE out as CSV: reasons first, then the row's own columns."""
    from legacy_adapters.cli.desk import export_rejects, open_desk

    with open_desk(pipeline, collect(given, params_file), state_dir) as desk:
        export_rejects(desk, to)
