"""`extract`: one stream to a file or standard output, no project needed."""

from __future__ import annotations

from pathlib import Path

import click

from legacy_adapters.cli.lean import lean
from legacy_adapters.cli.options import collect, parameters


@click.command(epilog="Example: legacy-adapters extract sqlite:///old.db --table Invoice --to invoices.csv")
@click.argument("source")
@click.option("--table", help="The table or view to read; in a file, the sheet, record type or element.")
@click.option("--query", help="One SQL query, or the path of a file ending in .sql.")
@click.option("--stream", help="The stream to read, by the name that `streams` shows.")
@click.option(
    "--map",
    "mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A YAML file with a mapping, as under `map:` of a pipeline file.",
)
@click.option(
    "--as", "entity", help="An entity of the common schema whose fields the source's columns are named after."
)
@click.option("--to", default="-", show_default=True, help="Where to: a path ending in .csv or .jsonl, or - .")
@click.option("--where", help="An SQL condition; rows outside are never read.")
@click.option("--company", help="The company_id of the records, where the rows do not say it.")
@click.option("--envelope", is_flag=True, help="Add record_id, origin and the rest of the envelope to each record.")
@parameters
def extract(
    source: str,
    table: str | None,
    query: str | None,
    stream: str | None,
    mapping: Path | None,
    entity: str | None,
    to: str,
    where: str | None,
    company: str | None,
    envelope: bool,
    given: tuple[str, ...],
    params_file: Path | None,
) -> int:
    """Reads one stream of SOURCE: a database URL, an ODBC connection string (`odbc:…`), a file, a glob of files, or a
    recipe for a screen (`journal.yaml`, `scraper:nordhandel/journal`).

    How a file is written is recognised, and shown. Without a mapping the source's own columns come out, decoded and
    typed. Rows that do not fit are shown with their reasons on standard error, and the exit code is 65.
    """
    with lean():
        from legacy_adapters.cli.terminal import ProgressShow
        from legacy_adapters.runs.extract import Extraction
        from legacy_adapters.runs.extract import extract as extract_to
        from legacy_adapters.runs.locate import is_files
        from legacy_adapters.runs.pipeline.recipes import is_recipe

    chosen = sum(choice is not None for choice in (table, query, stream))
    screen = is_recipe(source)
    if chosen > 1 or not (chosen or screen or is_files(source)):
        raise click.UsageError("say what to read: --table, --query or --stream (one of them)")
    if mapping is not None and entity is not None:
        raise click.UsageError("--map and --as exclude each other")
    if mapping is None and not screen and (given or params_file):
        raise click.UsageError("--param and --params belong to a recipe, or to a mapping: --map FILE")
    if mapping is None and entity is None and company is not None:
        raise click.UsageError("--company belongs to a mapping: --map FILE or --as ENTITY")
    wanted = Extraction(
        source=source,
        table=table or stream,
        query=query,
        where=where,
        mapping=mapping,
        entity=entity,
        company=company,
        to=to,
        envelope=envelope,
        params=collect(given, params_file),
    )
    with ProgressShow(talking=True) as show:
        summary = extract_to(wanted, show=show)
    for line in summary.lines():
        click.echo(line, err=True)
    return summary.exit_code
