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
    """Lists what can be read from SOURCE: the tables and views of a database (its URL, or an ODBC connection string),
    or what is in a file: tables, sheets, record types, elements; the entities, subjects or streams of a queue
    (`queue:outbox.db`, `nats://host#STREAM`, `redis://host/0`, `amqp://host/#queue`). With row counts. Of a folder of
    recipes (`scraper:nordhandel`), the screens."""
    from legacy_adapters.cli.tables import add, table
    from legacy_adapters.cli.terminal import out, talk
    from legacy_adapters.runs.locate import streams_of

    found = streams_of(source, count=count)
    if as_json:
        click.echo(json.dumps([{"name": s.name, "kind": s.kind, "rows": s.rows} for s in found], ensure_ascii=False))
        return
    if not found:
        talk().print("There is nothing to read.")
        return
    console = out()
    shown = table(console, "name", "kind", *(("rows",) if count else ()), numbers=("rows",))
    for stream in found:
        rows = "" if stream.rows is None else f"{stream.rows:,}"
        add(shown, stream.name, stream.kind, *((rows,) if count else ()))
    console.print(shown)
