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
@click.option(
    "--to",
    default="-",
    show_default=True,
    type=click.Path(dir_okay=False, allow_dash=True),
    help="The file to write, or - for standard output.",
)
@parameters
@state_dir
def export(pipeline: Path, to: str, given: tuple[str, ...], params_file: Path | None, state_dir: Path | None) -> None:
    """Takes the rejects of the last run of PIPELINE out as CSV: reasons first, then the row's own columns."""
    from legacy_adapters.cli.desk import export_rejects, open_desk

    with open_desk(pipeline, collect(given, params_file), state_dir) as desk:
        export_rejects(desk, to)


@rejects.command(epilog="Example: legacy-adapters rejects accept pipelines/gl.yaml 17 18")
@click.argument("pipeline", type=PIPELINE)
@click.argument("numbers", nargs=-1, type=int, metavar="[ID…]")
@click.option("--all", "everything", is_flag=True, help="Accept every reject of the last run.")
@click.option(
    "--from",
    "export",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Accept those in a file that `rejects export` wrote.",
)
@parameters
@state_dir
def accept(
    pipeline: Path,
    numbers: tuple[int, ...],
    everything: bool,
    export: Path | None,
    given: tuple[str, ...],
    params_file: Path | None,
    state_dir: Path | None,
) -> None:
    """Accepts rejects of PIPELINE as known: they are counted as before, and do not make a run end with 65 any more."""
    from legacy_adapters.cli.desk import accept_rejects, all_numbers, numbers_in, open_desk

    if sum((bool(numbers), everything, export is not None)) != 1:
        raise click.UsageError("say which: their IDs, or --all, or --from FILE")
    with open_desk(pipeline, collect(given, params_file), state_dir) as desk:
        chosen = numbers_in(export) if export else all_numbers(desk) if everything else numbers
        accept_rejects(desk, chosen)
