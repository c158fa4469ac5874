"""`streams`: what is in a source."""

from __future__ import annotations

import json

import click

from legacy_adapters.cli.options import as_json


@click.command(epilog="Example: legacy-adapters streams sqlite:///old.db")
@click.argument("source")
@click.option("--count/--no-count", default=True, help="Count the rows (a full scan on some databases).")
@as_json
def streams(source: str, count: bool, as_json: bool) -> None:
    """Lists what can be read from SOURCE: tables and views, with row counts."""
    from rich.table import Table

    from legacy_adapters.cli.terminal import out
    from legacy_adapters.run.locate import locate

    with locate(source).connect() as connection:
        found = connection.streams(count=count)
    if as_json:
        click.echo(json.dumps([{"name": s.name, "kind": s.kind, "rows": s.rows} for s in found], ensure_ascii=False))
        return
    table = Table("name", "kind")
    table.add_column("rows", justify="right")
    for stream in found:
        table.add_row(stream.name, stream.kind, "" if stream.rows is None else f"{stream.rows:,}")
    out().print(table)
