"""The common schema as tables, JSON Schema or Arrow schema."""

from __future__ import annotations

import json
from pathlib import Path

import click

from legacy_adapters.cli.tables import NARROW, add, table
from legacy_adapters.cli.terminal import out
from legacy_adapters.schema.catalog import entity_names, load_entity
from legacy_adapters.schema.export import json_schema, table_rows


def show_entities(project: Path, form: str) -> None:
    """Every entity with its key and meaning, or all schemas in the form asked for: as JSON one object by entity."""
    names = entity_names(project)
    if form == "json-schema":
        schemas = {name: json_schema(load_entity(name, project)) for name in names}
        click.echo(json.dumps(schemas, indent=2, ensure_ascii=False))
        return
    if form == "arrow":
        for name in names:
            click.echo(f"{name}:")
            show_entity(name, project, form)
        return
    console = out()
    found = table(console, "entity", "version", "key", "fields", "what it is", numbers=("fields",))
    for name in names:
        entity = load_entity(name, project)
        add(found, name, entity.version, ", ".join(entity.key), str(len(entity.fields)), entity.description)
    console.print(found)


def show_entity(name: str, project: Path, form: str) -> None:
    """The fields of one entity."""
    entity = load_entity(name, project)
    if form == "json-schema":
        click.echo(json.dumps(json_schema(entity), indent=2, ensure_ascii=False))
    elif form == "arrow":
        click.echo(entity.arrow_schema().to_string(show_field_metadata=False))
    else:
        console = out()
        # The standards' paths are long: where there is no room for both, the meaning is what a person needs.
        paths = console.width >= NARROW
        found = table(console, "field", "", "type", "meaning", *(("standard",) if paths else ()))
        click.echo(f"{name} {entity.version}: {entity.description}")
        for row in table_rows(entity):
            add(found, row.name, row.mark, row.type, row.meaning, *((row.path,) if paths else ()))
        console.print(found)
        click.echo("* key, ! required")
