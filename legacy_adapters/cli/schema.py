"""`schema`: the common schema, and those of the pipeline file and of recipes."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(epilog="Example: legacy-adapters schema gl_line")
@click.argument("entity", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json-schema", "arrow"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
@click.option("--pipeline", is_flag=True, help="Print the JSON Schema of the pipeline file, for an editor.")
@click.option(
    "--project",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The project's folder, whose entities/*.yaml count too; the current one unless stated.",
)
def schema(entity: str | None, form: str, pipeline: bool, project: Path) -> None:
    """Shows the entities of the common schema, or the fields of one ENTITY.

    `schema recipe` prints the JSON Schema of recipes for screens, for an editor.
    """
    from legacy_adapters.cli.schema_tables import show_entities, show_entity

    if pipeline:
        from legacy_adapters.runs.pipeline.pipeline import pipeline_json_schema

        click.echo(json.dumps(pipeline_json_schema(), indent=2, ensure_ascii=False))
    elif entity == "recipe":
        from legacy_adapters.runs.pipeline.recipe_schema import recipe_json_schema

        click.echo(json.dumps(recipe_json_schema(), indent=2, ensure_ascii=False))
    elif entity is None:
        show_entities(project, form)
    else:
        show_entity(entity, project, form)
