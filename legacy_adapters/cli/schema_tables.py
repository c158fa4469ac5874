"""The common schema as tables, JSON Schema or Arrow schema."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.table import Table

from legacy_adapters.cli.terminal import out
from legacy_adapters.schema.catalog import entity_names, load_entity
from legacy_adapters.schema.export import json_schema, table_rows


def show_entities(project: Path | None, form: str) -> None:
    """Every entity with its key and meaning, or its schema in the form asked for."""
    names = entity_names(project)
    if form != "table":
        for name in names:
            show_entity(name, project, form)
        return
    table = Table("entity", "version", "key", "fields", "what it is")
    for name in names:
        entity = load_entity(name, project)
        table.add_row(name, entity.version, ", ".join(entity.key), str(len(entity.fields)), entity.description)
    out().print(table)


def show_entity(name: str, project: Path | None, form: str) -> None:
    """The fields of one entity."""
    entity = load_entity(name, project)
    if form == "json-schema":
        click.echo(json.dumps(json_schema(entity), indent=2, ensure_ascii=False))
    elif form == "arrow":
        click.echo(entity.arrow_schema().to_string(show_field_metadata=False))
    else:
        table = Table("field", "", "type", "meaning", "standard", title=f"{name} {entity.version}")
        for row in table_rows(entity):
            table.add_row(row.name, row.mark, row.type, row.meaning, row.path)
        out().print(table)
        click.echo("* key, ! required")
