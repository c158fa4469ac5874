"""`golden`: records what an input gives, and compares it from then on."""

from __future__ import annotations

from pathlib import Path

import click

_INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(epilog="Example: legacy-adapters golden record samples/BUCH.TXT --map gl.yaml")
def golden() -> None:
    """Golden files: NAME.expected.csv beside an input, made by `record`, looked at by a person, held by `verify`."""


def _options(command: click.Command) -> click.Command:
    for option in (
        click.Option(["--table"], help="What is read in the file, where it holds several things."),
        click.Option(["--map", "mapping"], type=_INPUT, help="A YAML file with a mapping."),
        click.Option(["--as", "entity"], help="An entity whose fields the columns are named after."),
        click.Option(["--company"], help="The company_id of the records, where the rows do not say it."),
    ):
        command.params.append(option)
    return command


@_options
@golden.command(epilog="Example: legacy-adapters golden record samples/BUCH.TXT")
@click.argument("inputs", nargs=-1, required=True, type=_INPUT, metavar="INPUT…")
def record(
    inputs: tuple[Path, ...], table: str | None, mapping: Path | None, entity: str | None, company: str | None
) -> int:
    """Extracts INPUT and writes the result beside it. Look at it before you believe it."""
    from legacy_adapters.runs.extract import Extraction
    from legacy_adapters.runs.golden import Golden

    code = 0
    for path in inputs:
        wanted = Extraction(source=str(path), to="", table=table, mapping=mapping, entity=entity, company=company)
        one = Golden(wanted)
        summary = one.record()
        click.echo(f"{one.expected}: {summary.rows.taken:,} records")
        for line in summary.lines()[1:]:
            click.echo(line, err=True)
        code = max(code, summary.exit_code)
    return code


@_options
@golden.command(epilog="Example: legacy-adapters golden verify samples/*.TXT --map gl.yaml")
@click.argument("inputs", nargs=-1, required=True, type=_INPUT, metavar="INPUT…")
def verify(
    inputs: tuple[Path, ...], table: str | None, mapping: Path | None, entity: str | None, company: str | None
) -> int:
    """Extracts INPUT again and compares it with what was recorded; exit code 65 where one differs."""
    from legacy_adapters.cli.main import show_error
    from legacy_adapters.core.errors import LegacyAdaptersError, gravest
    from legacy_adapters.runs.extract import Extraction
    from legacy_adapters.runs.golden import Golden

    codes = []
    for path in inputs:
        wanted = Extraction(source=str(path), to="", table=table, mapping=mapping, entity=entity, company=company)
        try:
            Golden(wanted).verify()
        except LegacyAdaptersError as error:
            show_error(error)
            codes.append(error.exit_code)
        else:
            click.echo(f"{path}: as recorded")
    return gravest(codes)
