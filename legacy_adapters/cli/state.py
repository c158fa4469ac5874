"""`state`: the ledger and what waits with it: saved, shown, taken over."""

from __future__ import annotations

from pathlib import Path

import click

from legacy_adapters.cli.options import PIPELINE, as_json, collect, parameters, state_dir


@click.group(epilog="Example: legacy-adapters state backup pipelines/gl.yaml --to /backup/")
def state() -> None:
    """The ledger, and the records that wait in the spool: `backup`, `export`, `adopt`.

    They are those of all pipelines that have their state in the same folder as PIPELINE.
    """


@state.command(epilog="Example: legacy-adapters state backup pipelines/gl.yaml --to /backup/gl.zip")
@click.argument("pipeline", type=PIPELINE)
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path),
    help="The archive, a .zip, which is replaced; or a folder, in which each gets a name of its own.",
)
@parameters
@state_dir
@as_json
def backup(
    pipeline: Path, to: Path, given: tuple[str, ...], params_file: Path | None, state_dir: Path | None, as_json: bool
) -> None:
    """Saves the state of PIPELINE whole, also while a run is going.

    In the archive are the ledger, what waits in the spool, and what an unfinished run needs to be gone on with. It
    holds rejected rows and records, and no passwords: keep it where the data may be.
    """
    from legacy_adapters.cli.stating import save

    save(pipeline, collect(given, params_file), state_dir, to, as_json)


@state.command(epilog="Example: legacy-adapters state export pipelines/gl.yaml | jq .positions")
@click.argument("pipeline", type=PIPELINE)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of standard output.")
@parameters
@state_dir
def export(
    pipeline: Path, to: Path | None, given: tuple[str, ...], params_file: Path | None, state_dir: Path | None
) -> None:
    """Shows the state of PIPELINE as lines of JSON: runs, positions, what each sink has, what waits, and counts."""
    from legacy_adapters.cli.stating import show

    show(pipeline, collect(given, params_file), state_dir, to)


@state.command(
    epilog="Examples: legacy-adapters state adopt pipelines/gl.yaml; "
    "legacy-adapters state adopt /backup/gl.zip pipelines/gl.yaml"
)
@click.argument("paths", nargs=-1, required=True, type=PIPELINE, metavar="[BACKUP] PIPELINE")
@click.option("--replace", is_flag=True, help="With BACKUP: move a state that is there aside.")
@parameters
@state_dir
@as_json
def adopt(
    paths: tuple[Path, ...],
    replace: bool,
    given: tuple[str, ...],
    params_file: Path | None,
    state_dir: Path | None,
    as_json: bool,
) -> None:
    """Takes over the state of PIPELINE on this machine: the one that lies there, or one from a BACKUP.

    Needed after the folder was moved to another machine or copied, so that two do not deliver the same. Make sure that
    the other one does not go on.
    """
    from legacy_adapters.cli.stating import restore_backup, take_over

    if len(paths) > 2:
        raise click.UsageError("one BACKUP and one PIPELINE at most")
    params = collect(given, params_file)
    if len(paths) == 2:
        restore_backup(paths[0], paths[1], params, state_dir, replace, as_json)
    elif replace:
        raise click.UsageError("--replace needs a BACKUP")
    else:
        take_over(paths[0], params, state_dir, as_json)
